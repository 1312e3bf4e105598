import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { begin, step } from '../../test/restakingHistory.ts'

const throws = fc.array(fc.nat(1_000_000), { minLength: 900, maxLength: 2_000, size: 'max' })

describe('a history of restaking', () => {
  test('behavior: breaks no sentence (STAKE-1, STAKE-2, STAKE-6, MAG-1 to MAG-4, WQ-4, WQ-5, BCSF-1)', () => {
    let [slashes, completions] = [0, 0]
    fc.assert(
      fc.property(throws, (list) => {
        const history = begin(list)
        for (let i = 0; i < 120; i++) step(history)
        slashes += history.slashes
        completions += history.completions

        expect(history.mistakes).toEqual([])
      }),
      // Thousands of throws shrink slowly, and the seed says it all.
      { numRuns: 60, endOnFailure: true },
    )
    console.log(`${slashes} slashes, ${completions} withdrawals completed`)
    // Not by doing nothing.
    expect(slashes).toBeGreaterThan(40)
    expect(completions).toBeGreaterThan(80)
  })
})
