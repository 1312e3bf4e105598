import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { level } from './level.ts'

const vesselsOf = (heights: readonly bigint[]) => heights.map((height, id) => ({ id, height }))

describe('level', () => {
  test('default: the lowest come level', () => {
    const raised = level(vesselsOf([5n, 1n, 3n, 100n]), { amount: 12n, minimum: 1n, ceiling: 50n })
    expect(raised).toEqual([
      { id: 1, amount: 6n },
      { id: 2, amount: 4n },
      { id: 0, amount: 2n },
    ])
  })

  test('behavior: what does not go round goes to as many as it does', () => {
    const raised = level(vesselsOf([0n, 0n, 0n]), { amount: 5n, minimum: 2n, ceiling: 50n })
    expect(raised).toEqual([
      { id: 0, amount: 2n },
      { id: 1, amount: 2n },
    ])
  })

  test('behavior: the ceiling holds, and who is next to it is left out', () => {
    const raised = level(vesselsOf([49n, 10n]), { amount: 1_000n, minimum: 2n, ceiling: 50n })
    expect(raised).toEqual([{ id: 1, amount: 40n }])
  })

  test('properties: no more than there is, none below the minimum or above the ceiling, lower ones first', () => {
    const amounts = fc.bigInt({ min: 0n, max: 10_000n })
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: -1_000n, max: 1_000n }), { maxLength: 12 }),
        amounts,
        fc.bigInt({ min: 1n, max: 100n }),
        (heights, amount, minimum) => {
          const ceiling = 500n
          const raised = level(vesselsOf(heights), { amount, minimum, ceiling })
          const sum = raised.reduce((total, lift) => total + lift.amount, 0n)
          expect(sum <= amount).toBe(true)

          const tops = raised.map(({ id, amount }) => heights[id]! + amount)
          expect(new Set(tops).size).toBeLessThanOrEqual(1)
          for (const lift of raised) expect(lift.amount >= minimum).toBe(true)
          for (const top of tops) expect(top <= ceiling).toBe(true)

          const chosen = new Set(raised.map(({ id }) => id))
          const isLast = (height: bigint) => raised.every(({ id }) => heights[id]! <= height)
          for (const [id, height] of heights.entries())
            if (!isLast(height)) expect(chosen.has(id)).toBe(true)
        },
      ),
    )
  })
})
