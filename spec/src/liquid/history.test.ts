import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { begin, step } from '../../test/liquidHistory.ts'

const throws = fc.array(fc.nat(1_000_000), { minLength: 800, maxLength: 1_600, size: 'max' })

describe('a history of crETH', () => {
  test('behavior: breaks no sentence (NAV-1, NAV-2, NAV-3, ROUTE-1, LADDER-6, AUCT-1, RATE-1)', () => {
    const counts: Record<string, number> = {}
    fc.assert(
      fc.property(throws, (list) => {
        const history = begin(list)
        for (let i = 0; i < 150; i++) step(history)
        for (const [kind, count] of Object.entries(history.counts))
          counts[kind] = (counts[kind] ?? 0) + count

        expect(history.mistakes).toEqual([])
      }),
      // Thousands of throws shrink slowly, and the seed says it all.
      { numRuns: 24, endOnFailure: true },
    )
    // Not by doing nothing.
    for (const kind of ['pay', 'leave', 'punish', 'lay', 'complete', 'derisk', 'stake', 'buy'])
      expect(counts[kind] ?? 0, kind).toBeGreaterThan(0)
  })
})
