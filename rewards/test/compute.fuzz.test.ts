import fc from 'fast-check'
import type { Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import { compute, type Row } from '../src/distribute/compute.ts'
import type { RewardEvent } from '../src/history/events.ts'
import { midnightOf } from '../src/units.ts'
import { history, lastDay } from './worlds.ts'

const runs = { numRuns: 200 }

describe('random histories', () => {
  test('EARN-2: no submission pays more than was handed in, and what it pays is what its earners earn', () => {
    let paying = 0
    fc.assert(
      fc.property(history, (events) => {
        const { accounts, earnings } = compute(events, { end: lastDay })

        for (const { budget, paid } of accounts) expect(paid >= 0n && paid <= budget).toBe(true)
        if (accounts.some(({ paid }) => paid > 0n)) paying++
        for (const token of new Set(accounts.map(({ submission }) => submission.token))) {
          const earned = [...earnings.values()].reduce(
            (sum, all) => sum + (all.get(token) ?? 0n),
            0n,
          )
          const paid = accounts
            .filter(({ submission }) => submission.token === token)
            .reduce((sum, account) => sum + account.paid, 0n)
          expect(earned).toBe(paid)
        }
      }),
      runs,
    )
    expect(paying).toBeGreaterThan(runs.numRuns / 2)
  })

  test('EARN-3: what happens later changes nothing up to a day', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: lastDay }), (events, end) => {
        const known = events.filter(({ time }) => time < midnightOf(end + 1))
        expect(compute(known, { end }).earnings).toEqual(compute(events, { end }).earnings)
      }),
      runs,
    )
  })

  test('EARN-3: a day’s rows are the same on whatever later day they are computed', () => {
    fc.assert(
      fc.property(history, (events) => {
        const atLast = rowsOf(events, lastDay)
        for (let end = 1; end < lastDay; end++) {
          const known = new Set(
            events.flatMap((event) =>
              event.type === 'submission' && event.time < midnightOf(end + 1)
                ? [event.submission.hash]
                : [],
            ),
          )
          const told = (row: string) => known.has(row.slice(0, 66) as Hex)
          expect(
            atLast.filter((row) => told(row) && Number(row.split(' ')[1]) <= end).join('\n'),
          ).toBe(rowsOf(events, end).join('\n'))
        }
      }),
      runs,
    )

    function rowsOf(events: RewardEvent[], end: number) {
      const rows: string[] = []
      const onRow = ({ hash, day, earner, amount }: Row) =>
        rows.push(`${hash} ${day} ${earner} ${amount}`)
      compute(events, { end, onRow })
      return rows
    }
  })

  test('EARN-4: nobody’s earnings fall from one day to the next', () => {
    fc.assert(
      fc.property(history, (events) => {
        let before = compute(events, { end: 0 }).earnings
        for (let end = 1; end <= lastDay; end++) {
          const { earnings } = compute(events, { end })
          for (const [earner, tokens] of before)
            for (const [token, amount] of tokens)
              expect((earnings.get(earner)?.get(token) ?? -1n) >= amount).toBe(true)
          before = earnings
        }
      }),
      { numRuns: 50 },
    )
  })
})
