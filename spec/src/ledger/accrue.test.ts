import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, hour, start } from '../../test/world.ts'
import { uint80Max } from '../math.ts'
import { defaultParameters as parameters } from '../parameters.ts'
import { genesis } from '../state.ts'
import { ether } from '../units.ts'
import { accrue, rate } from './accrue.ts'
import { unvestedAt } from './rate.ts'

const vesting = (unvested: bigint, deficit = 0n, length = day) => ({
  ...genesis({ now: start, value: ether(1_000) }).money,
  backing: ether(1_000) + unvested,
  unvested,
  deficit,
  until: start + length,
})

describe('accrue', () => {
  test('default: half of a gain has vested after half of the period, and its tenth is in shares', () => {
    const { unvested, shares, fees, since, until } = accrue(
      vesting(ether(2)),
      parameters,
      start + day / 2n,
    )

    expect(unvested).toBe(ether(1))
    expect(shares).toBe(ether(1_000) + fees)
    expect(fees).toMatchInlineSnapshot(`99910080927165551n`)
    expect([since, until]).toEqual([start + day / 2n, start + day])
  })

  test('behavior: fee shares are worth no more than the fee, priced after it (FEE-3)', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, ether(500)), fc.bigInt(0n, 2n * day), (gain, wait) => {
        const money = vesting(gain)
        const next = accrue(money, parameters, start + wait)
        const vested = gain - next.unvested
        const worth = (next.fees * (next.backing - next.unvested)) / next.shares

        expect(worth).toBeLessThanOrEqual((vested * parameters.feeBps) / 10_000n)
      }),
    )
  })

  test('behavior: gains that only recover a loss pay nothing (FEE-2)', () => {
    const deficit = ether(1)
    const fees = (gain: bigint) => accrue(vesting(gain, deficit), parameters, start + day).fees

    expect(fees(deficit - 1n)).toBe(0n)
    expect(fees(deficit)).toBe(0n)
    expect(fees(deficit + 9n)).toBe(0n)
    expect(fees(deficit + 20n)).toBe(1n)
    expect(accrue(vesting(deficit - 1n, deficit), parameters, start + day).deficit).toBe(1n)
  })

  test('behavior: time alone never lowers what a share is worth (RATE-2)', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, ether(900)),
        fc.bigInt(0n, ether(10)),
        fc.bigInt(0n, day),
        fc.bigInt(0n, day),
        (gain, deficit, first, second) => {
          const money = vesting(gain, deficit)
          const one = rate(money, parameters, start + first)
          const two = rate(money, parameters, start + first + second)
          expect(two.assets * one.supply >= one.assets * two.supply).toBe(true)
        },
      ),
    )
  })

  test('behavior: accruing on the way holds back at most one wei (VEST-4), and at `until` all has vested (VEST-2)', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, ether(900)),
        fc.bigInt(1n, day - 1n),
        fc.bigInt(0n, day),
        (gain, first, second) => {
          const money = vesting(gain)
          const on = accrue(money, parameters, start + first)
          const later = start + first + second
          const difference = unvestedAt(on, later) - unvestedAt(money, later)

          expect(difference === 0n || difference === 1n).toBe(true)
          expect(unvestedAt(on, start + day)).toBe(0n)
        },
      ),
    )
  })

  test('behavior: a second read in the same second finds the same (RATE-3)', () => {
    const money = vesting(ether(3))
    const now = start + hour

    expect(rate(accrue(money, parameters, now), parameters, now)).toEqual(
      rate(money, parameters, now),
    )
  })

  test('behavior: fees stop growing where their 80 bits end', () => {
    const money = { ...vesting(ether(100)), fees: uint80Max - 1n }
    const next = accrue(money, parameters, start + day)

    expect(next.fees).toBe(uint80Max)
    expect(next.shares).toBe(money.shares + 1n)
  })
})

describe('unvestedAt', () => {
  test('default: rounded up, at the seconds around both ends', () => {
    const money = vesting(10n, 0n, 3n)
    const left = [-1n, 0n, 1n, 2n, 3n, 4n].map((wait) => unvestedAt(money, start + wait))

    expect(left).toEqual([10n, 10n, 7n, 4n, 0n, 0n])
  })
})
