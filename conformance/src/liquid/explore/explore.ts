import fc from 'fast-check'
import { keccak256, stringToHex } from 'viem'
import { recorded } from '../../dice.ts'
import { begin, draw, drawGenesis, make, prelude, sealed, soon } from '../generate/index.ts'
import { endsOtherwise, play } from '../play.ts'
import type { Genesis, Step, Trace } from '../trace.ts'
import type { Chain } from './chain.ts'

/** Looks for a history in which a live node and the specification differ, and makes it small. */
export async function explore(
  chain: Chain,
  { seed, histories, length, limit = 600_000, deployed = (genesis) => genesis }: explore.Options,
): Promise<explore.Found | undefined> {
  const throws = fc.array(fc.noBias(fc.nat(0xffff_ffff)), { minLength: 16, maxLength: 16 })
  const history = fc.record({
    genesis: throws,
    steps: fc.array(throws, { minLength: 1, maxLength: length, size: 'max' }),
  })
  let until = Number.POSITIVE_INFINITY
  const property = fc.asyncProperty(history, async (drawn) => {
    // No interruption: what is under way would go on, on the same node.
    if (Date.now() > until) return
    const { reason } = await playDrawn(chain, drawn, deployed)
    if (!reason) return
    until = Math.min(until, Date.now() + limit)
    throw new Error(reason)
  })

  const result = await fc.check(property, { seed, numRuns: histories })
  if (!result.failed || !result.counterexample) return undefined

  const [smallest] = result.counterexample
  const { trace, reason } = await playDrawn(chain, smallest, deployed)
  return {
    trace: { ...trace, seed, about: reason },
    reason: reason ?? 'a difference that did not show again',
    shrinks: result.numShrinks,
  }
}

export declare namespace explore {
  type Options = {
    seed: number
    histories: number
    length: number
    /** Milliseconds for making small what was found. */
    limit?: number
    /** What is deployed where the specification begins with `genesis`: to plant a difference. */
    deployed?: (genesis: Genesis) => Genesis
  }
  type Found = { trace: Trace; reason: string; shrinks: number }
}

type Drawn = { genesis: number[]; steps: number[][] }

async function playDrawn(
  chain: Chain,
  { genesis: first, steps: throws }: Drawn,
  deployed: (genesis: Genesis) => Genesis,
): Promise<{ trace: Trace; reason?: string }> {
  const dice = recorded(first)
  const genesis = drawGenesis(dice)
  const world = begin(genesis)
  await chain.begin(deployed(genesis))

  const steps: Step[] = []
  const trace = { seed: 0, genesis, steps }
  const next = function* () {
    for (const call of prelude(dice)) yield make(world, call, soon(world))
    for (const of of throws) yield sealed(world, draw(recorded(of), world))
  }
  for (const step of next()) {
    steps.push(step)
    const reason = await play(chain, world, step)
    if (reason) return { trace, reason }
  }
  return { trace, reason: await endsOtherwise(chain, world) }
}

/** A name that the same failure gets again. */
export function nameOf({ trace, reason }: explore.Found): string {
  const what = trace.steps.at(-1)?.fn ?? 'genesis'
  return `found-${what}-${keccak256(stringToHex(reason)).slice(2, 10)}`
}
