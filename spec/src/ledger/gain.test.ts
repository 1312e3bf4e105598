import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, start } from '../../test/world.ts'
import { uint32Max, uint80Max, uint88Max } from '../math.ts'
import { defaultParameters as parameters } from '../parameters.ts'
import { genesis, type Money } from '../state.ts'
import { ether } from '../units.ts'
import { gain } from './gain.ts'
import { assetsAt } from './rate.ts'

const fresh = (over: Partial<Money> = {}): Money => ({
  ...genesis({ now: start, value: ether(1_000) }).money,
  ...over,
})

describe('gain', () => {
  test('default: the first vests over a whole period', () => {
    const money = fresh()
    gain(money, parameters, start, ether(1))

    expect(money.unvested).toBe(ether(1))
    expect(money.until - start).toBe(day)
    expect(money.backing).toBe(ether(1_001))
  })

  test('behavior: it is worth nothing to anyone when it is booked (VEST-1)', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, ether(10_000)), (amount) => {
        const money = fresh()
        gain(money, parameters, start, amount)
        expect(assetsAt(money, start)).toBe(ether(1_000))
      }),
    )
  })

  test('behavior: no faster than the daily cap, and as fast as that allows (VEST-2)', () => {
    const cap = (ether(1_000) * parameters.maxDailyGrowthBps) / 10_000n
    const length = (amount: bigint) => {
      const money = fresh()
      gain(money, parameters, start, amount)
      return money.until - start
    }

    expect(length(cap - 1n)).toBe(day)
    expect(length(cap)).toBe(day)
    expect(length(cap + 1n)).toBe(day + 1n)
    expect(length(10n * cap)).toBe(10n * day)
  })

  test('behavior: small gains cannot postpone a large one (VEST-3)', () => {
    const money = fresh()
    gain(money, parameters, start, ether(1))
    const until = money.until
    for (let i = 0; i < 100; i++) gain(money, parameters, start, 1n)

    // Each rounds its mean up to a whole second and no further.
    expect(money.until - until).toBeLessThanOrEqual(100n)
  })

  test('behavior: a gift to an empty vault does not hold back the gains of a full one (VEST-5)', () => {
    const money = genesis({ now: start, value: ether(1) / 10n }).money
    gain(money, parameters, start, ether(10))
    expect(money.until - start).toBeGreaterThan(10_000n * day)

    money.backing += ether(10_000)
    money.shares += ether(10_000)
    gain(money, parameters, start, ether(1))

    expect(money.until - start).toBe(day)
  })

  test('behavior: what a word has no room for is left for the next checkpoint', () => {
    const narrow = fresh({
      unvested: uint80Max - 5n,
      backing: ether(2_000_000),
      until: start + day,
    })
    gain(narrow, parameters, start, 6n)
    expect(narrow.unvested).toBe(uint80Max)
    expect(narrow.backing).toBe(ether(2_000_000) + 5n)

    const wide = fresh({ backing: uint88Max - 5n })
    gain(wide, parameters, start, 6n)
    expect(wide.backing).toBe(uint88Max)
  })

  test('behavior: the end fits 32 bits', () => {
    const money = fresh()
    gain(money, parameters, start, uint80Max)
    expect(money.until).toBe(uint32Max)
  })

  test('behavior: nothing found changes nothing', () => {
    const money = fresh()
    gain(money, parameters, start + 5n, 0n)
    expect(money).toEqual(fresh())
  })
})
