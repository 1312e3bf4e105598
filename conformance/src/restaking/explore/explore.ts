import type { Hex } from 'viem'
import { chainLog, zeroHash } from '../../abi.ts'
import { recorded } from '../../dice.ts'
import { decodeAnswer, encodeAnswer, encodeCall, hashEvents, hashLens } from '../abi.ts'
import { describe } from '../explain.ts'
import { begin, draw, drawGenesis, make, prelude, sealed, type World } from '../generate/index.ts'
import { addressOf } from '../names.ts'
import type { Genesis, Step, Trace } from '../trace.ts'
import { view, whole } from '../view.ts'
import { type Chain, emitters } from './chain.ts'
import { search } from '../../explore/search.ts'

/** Looks for a history in which a live node and the specification differ, and makes it small. */
export function explore(
  chain: Chain,
  { deployed = (genesis) => genesis, ...options }: explore.Options,
): Promise<explore.Found | undefined> {
  return search((drawn) => play(chain, drawn, deployed), options)
}

export declare namespace explore {
  type Options = search.Options & {
    /** What is deployed where the specification begins with `genesis`: to plant a difference. */
    deployed?: (genesis: Genesis) => Genesis
  }
  type Found = search.Found<Trace>
}

async function play(
  chain: Chain,
  { genesis: first, steps: throws }: search.Drawn,
  deployed: (genesis: Genesis) => Genesis,
): Promise<{ trace: Trace; reason?: string }> {
  const dice = recorded(first)
  // Funding and deploying takes some blocks.
  const genesis = { ...drawGenesis(dice), now: 100n }
  const world = begin(genesis, 1n)
  await chain.begin(deployed(genesis))

  const steps: Step[] = []
  const trace = { seed: 0, genesis, steps }
  const next = function* () {
    for (const call of prelude(dice)) yield make(world, call, world.block + 1n)
    for (const of of throws) yield draw(recorded(of), world)
  }
  for (const step of next()) {
    steps.push(sealed(world, step))
    const reason = await differs(chain, world, step)
    if (reason) return { trace, reason: `${describe(step)}: ${reason}` }
  }
  return { trace, reason: await holdsDiffer(chain, world) }
}

async function differs(chain: Chain, world: World, step: Step): Promise<string | undefined> {
  const { from, to, value = 0n, at, expect } = step
  const data = encodeCall(step)
  const outcome = await chain.call({ from: addressOf(from), to: addressOf(to), data, value, at })

  const { ok, answer } = outcome
  if (ok !== expect.ok || answer !== encodeAnswer(step, expect))
    return `answered ${ok ? 'ok' : 'revert'} ${decodeAnswer(step, ok, answer)} where the rules say ${expect.ok ? 'ok' : expect.error}`
  if (ok && hashLogs(outcome.logs) !== hashEvents(expect)) return 'logged something else'

  const expected = hashLens(view(world.state, at, expect.watch))
  if (ok && (await chain.digest(expect.watch)) !== expected) return 'left another state'
}

function hashLogs(logs: readonly { address: Hex; topics: Hex[]; data: Hex }[]): Hex {
  return logs
    .filter(({ address }) => emitters.has(address.toLowerCase()))
    .reduce<Hex>(
      (hash, { address, topics, data }) => chainLog(hash, address, topics, data),
      zeroHash,
    )
}

/** In the end everybody has what they should have. */
async function holdsDiffer(chain: Chain, { state, block }: World): Promise<string | undefined> {
  const all = view(state, block, whole)
  const held = await chain.holdings()
  const wrong =
    held.ether.some((of, i) => of !== all.ether[i]) ||
    held.owned.some((of, i) => of !== all.owned[i])
  if (wrong) return 'somebody ended up with other ether or tokens'
  if ((await chain.digest(whole)) !== hashLens(all)) return 'ended in another state'
}
