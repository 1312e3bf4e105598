import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { begin, step } from '../../test/history.ts'

const throws = fc.array(fc.nat(1_000_000), { minLength: 200, maxLength: 6_000, size: 'max' })

describe('a history of checkpoints', () => {
  test('behavior: each finds what is there, to the gwei (CKPT-1, FLIGHT-1, FLIGHT-2)', () => {
    let finished = 0
    fc.assert(
      fc.property(throws, (list) => {
        const history = begin(list)
        for (let i = 0; i < 250; i++) step(history)
        finished += history.finished

        expect(history.mistakes).toEqual([])
      }),
      // Thousands of throws shrink slowly, and the seed says it all.
      { numRuns: 150, endOnFailure: true },
    )
    console.log(`${finished} checkpoints finished`)
    // Not by finishing none.
    expect(finished).toBeGreaterThan(150)
  })
})
