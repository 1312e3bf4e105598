import type { Address } from 'viem'
import { describe, expect, test } from 'vitest'
import { daySeconds, isMyTurn, payableDay } from './plan.ts'

const members = [1, 2, 3].map((n) => ({ operator: `0x${`${n}`.repeat(40)}` as Address }))
const stagger = 60
const at = (seat: number, turn: bigint, now: bigint) =>
  isMyTurn({ since: 1_000n, turn }, { members, operator: members[seat]!.operator, now, stagger })

describe('isMyTurn', () => {
  test('at first it is one member’s, another one each turn', () => {
    for (let turn = 0; turn < 6; turn++)
      expect([0, 1, 2].filter((seat) => at(seat, BigInt(turn), 1_000n))).toEqual([turn % 3])
  })

  test('each waits for those before it, then all may', () => {
    expect([at(2, 1n, 1_059n), at(2, 1n, 1_060n)]).toEqual([false, true])
    expect([at(0, 1n, 1_119n), at(0, 1n, 1_120n)]).toEqual([false, true])
  })

  test('it is never that of somebody who isn’t a member', () => {
    const operator: Address = `0x${'9'.repeat(40)}`
    expect(isMyTurn({ since: 0n, turn: 0n }, { members, operator, now: 10_000n, stagger })).toBe(
      false,
    )
  })
})

describe('payableDay', () => {
  test.each([
    ['the last second of a day', 10n * daySeconds - 1n, 8n],
    ['midnight, when the day isn’t past yet', 10n * daySeconds, 8n],
    ['a second later', 10n * daySeconds + 1n, 9n],
  ])('%s', (_, now, day) => {
    expect(payableDay(now)).toEqual({ day, since: (day + 1n) * daySeconds + 1n, turn: day })
  })
})
