import type { Hex } from 'viem'
import {
  chainLog,
  encodeAnswer,
  encodeCall,
  hashEvents,
  hashLens,
  decodeAnswer,
  zeroHash,
} from '../abi.ts'
import { view } from '../apply.ts'
import { recorded } from '../dice.ts'
import { describe } from '../explain.ts'
import { begin, draw, drawGenesis, sealed, type World } from '../generate/index.ts'
import { accounts, addressOf } from '../names.ts'
import type { Genesis, Step, Trace } from '../trace.ts'
import type { Chain } from './chain.ts'
import { search } from './search.ts'

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
  const genesis = drawGenesis(recorded(first))
  const world = begin(genesis, 1n)
  await chain.begin(deployed(genesis))

  const steps: Step[] = []
  const trace = { seed: 0, genesis, steps }
  for (const of of throws) {
    const step = sealed(world, draw(recorded(of), world))
    steps.push(step)
    const reason = await differs(chain, world, step)
    if (reason) return { trace, reason: `${describe(step)}: ${reason}` }
  }
  return { trace, reason: await holdsDiffer(chain, world) }
}

async function differs(chain: Chain, world: World, step: Step): Promise<string | undefined> {
  const { from, to, value = 0n, at, expect } = step
  const data = encodeCall(step, addressOf)
  const outcome = await chain.call({ from: addressOf(from), to: addressOf(to), data, value, at })

  const { ok, answer } = outcome
  if (ok !== expect.ok || answer !== encodeAnswer(step, expect, addressOf))
    return `answered ${ok ? 'ok' : 'revert'} ${decodeAnswer(step, ok, answer)} where the rules say ${expect.ok ? 'ok' : `${expect.error}`}`
  if (ok && hashLogs(outcome.logs) !== hashEvents(expect, addressOf)) return 'logged something else'

  const expected = hashLens(view(world.state, at, expect.watch), addressOf)
  if (ok && (await chain.digest(expect.watch)) !== expected) return 'left another state'
}

function hashLogs(logs: readonly { address: Hex; topics: Hex[]; data: Hex }[]): Hex {
  const ours = [addressOf('vault'), addressOf('queue')].map((address) => address.toLowerCase())
  return logs
    .filter(({ address }) => ours.includes(address.toLowerCase()))
    .reduce<Hex>(
      (chain, { address, topics, data }) => chainLog(chain, address, topics, data),
      zeroHash,
    )
}

/** In the end everybody has what they should have. */
async function holdsDiffer(chain: Chain, { state, now }: World): Promise<string | undefined> {
  const { ether, weth } = view(state, now, { accounts, tickets: [] })
  const held = await chain.holdings()
  const wrong = accounts.filter((_, i) => held.ether[i] !== ether[i] || held.weth[i] !== weth[i])
  if (wrong.length > 0) return `${wrong.join(', ')} ended up with other ether or WETH`
}
