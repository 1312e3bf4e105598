import fc from 'fast-check'
import { keccak256, stringToHex } from 'viem'

/** Looks among drawn histories for one of which `play` gives a reason, and makes it small. */
export async function search<trace extends search.Told>(
  play: (drawn: search.Drawn) => Promise<{ trace: trace; reason?: string }>,
  { seed, histories, length, limit = 600_000 }: search.Options,
): Promise<search.Found<trace> | undefined> {
  const throws = fc.array(fc.noBias(fc.nat(0xffff_ffff)), { minLength: 16, maxLength: 16 })
  const history = fc.record({
    genesis: throws,
    steps: fc.array(throws, { minLength: 1, maxLength: length, size: 'max' }),
  })
  let until = Number.POSITIVE_INFINITY
  const property = fc.asyncProperty(history, async (drawn) => {
    // No interruption: what is under way would go on, on the same node.
    if (Date.now() > until) return
    const { reason } = await play(drawn)
    if (!reason) return
    until = Math.min(until, Date.now() + limit)
    throw new Error(reason)
  })

  const result = await fc.check(property, { seed, numRuns: histories })
  if (!result.failed || !result.counterexample) return undefined

  const [smallest] = result.counterexample
  const { trace, reason } = await play(smallest)
  return {
    trace: { ...trace, seed, about: reason },
    reason: reason ?? 'a difference that did not show again',
    shrinks: result.numShrinks,
  }
}

export declare namespace search {
  type Options = {
    seed: number
    histories: number
    length: number
    /** Milliseconds for making small what was found. */
    limit?: number
  }
  /** What the dice of a history show. */
  type Drawn = { genesis: number[]; steps: number[][] }
  type Told = { steps: readonly { fn: string }[] }
  type Found<trace> = { trace: trace; reason: string; shrinks: number }
}

/** A name that the same failure gets again. */
export function nameOf({ trace, reason }: search.Found<search.Told>): string {
  const what = trace.steps.at(-1)?.fn ?? 'genesis'
  return `found-${what}-${keccak256(stringToHex(reason)).slice(2, 10)}`
}
