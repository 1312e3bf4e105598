import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { start } from '../../test/world.ts'
import { uint80Max } from '../math.ts'
import { genesis } from '../state.ts'
import { ether } from '../units.ts'
import { loss } from './loss.ts'

const money = (unvested = ether(2)) => ({
  ...genesis({ now: start, value: ether(100) }).money,
  backing: ether(100) + unvested,
  unvested,
  until: start + 10n,
})

describe('loss', () => {
  test('default: first what has not vested, then the rate (LOSS-1)', () => {
    const state = money()
    loss(state, ether(3))

    expect(state.unvested).toBe(0n)
    expect(state.backing).toBe(ether(99))
    expect(state.deficit).toBe(ether(1))
  })

  test('behavior: around what has not vested, by the wei (LOSS-1)', () => {
    const rest = (amount: bigint) => {
      const state = money(10n)
      loss(state, amount)
      return [state.unvested, state.backing - state.unvested - ether(100), state.deficit]
    }

    expect(rest(9n)).toEqual([1n, 0n, 0n])
    expect(rest(10n)).toEqual([0n, 0n, 0n])
    expect(rest(11n)).toEqual([0n, -1n, 1n])
  })

  test('behavior: one wei stays (LOSS-2)', () => {
    const left = (amount: bigint) => {
      const state = money(10n)
      loss(state, amount)
      return state.backing - state.unvested
    }

    expect(left(ether(100) + 8n)).toBe(2n)
    expect(left(ether(100) + 9n)).toBe(1n)
    expect(left(ether(100) + 10n)).toBe(1n)
    expect(left(ether(200))).toBe(1n)
  })

  test('behavior: it never raises anything, and is whole unless it empties the vault (LOSS-1)', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, ether(200)), fc.bigInt(0n, ether(50)), (amount, unvested) => {
        const before = money(unvested)
        const after = { ...before }
        loss(after, amount)
        const lost = before.backing - after.backing

        expect(lost === amount || after.backing === 1n).toBe(true)
        expect(after.deficit).toBe(lost - (before.unvested - after.unvested))
      }),
    )
  })

  test('behavior: the distance to the mark stops where its 80 bits end', () => {
    const state = { ...money(0n), backing: ether(3_000_000) }
    loss(state, ether(2_000_000))
    expect(state.deficit).toBe(uint80Max)
  })
})
