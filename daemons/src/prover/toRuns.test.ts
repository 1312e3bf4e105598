import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toRuns } from './toRuns.ts'

test('consecutive ids make a run; a step back or a gap begins another', () => {
  expect(toRuns([0, 1, 2, 5, 4, 6, 7])).toEqual([
    { first: 0, count: 3 },
    { first: 5, count: 1 },
    { first: 4, count: 1 },
    { first: 6, count: 2 },
  ])
  expect(toRuns([])).toEqual([])
})

test('the runs are the ids, and no two of them could be one', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (ids) => {
      const runs = toRuns(ids)
      expect(
        runs.flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i)),
      ).toEqual(ids)
      for (const [i, { first, count }] of runs.entries())
        expect(runs[i + 1]?.first).not.toBe(first + count)
    }),
  )
})
