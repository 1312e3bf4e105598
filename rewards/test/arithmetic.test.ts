import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Decimal, sum, toDecimal } from '../src/arithmetic/decimal.ts'
import { exact } from '../src/arithmetic/exact.ts'
import { divide, numeric } from '../src/arithmetic/numeric.ts'

const show = ({ digits, scale }: Decimal) => {
  const text = String(digits).padStart(scale + 1, '0')
  return scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`
}

describe('numeric', () => {
  test.each([
    [1n, 3n, '0.33333333333333333333'],
    [10000n, 3n, '3333.3333333333333333'],
    [9999n, 10000n, '0.99990000000000000000'],
    [10000n, 9999n, '1.0001000100010001'],
    [12345678901234567n, 7n, '1763668414462081.0000'],
    [123456789012345678901234567890n, 7n, '17636684144620811271604938270'],
    [1n, 123456789n, '0.0000000081000000737100006708'],
    [50000n, 4999n, '10.0020004000800160'],
  ])('EARN-1: %d / %d is what their database says', (a, b, expected) => {
    expect(show(divide(toDecimal(a), toDecimal(b)))).toBe(expected)
  })

  test('EARN-1: whole parts of great amounts are rounded to the nearest, not down', () => {
    expect(numeric.split(12345678901234567899n, 1000)).toBe(1234567890123456790n)
    expect(numeric.part(10n ** 21n, 7)).toBe(142857142857142857143n)
    expect(exact.split(12345678901234567899n, 1000)).toBe(1234567890123456789n)
    expect(exact.part(10n ** 21n, 7)).toBe(142857142857142857142n)
  })
})

describe('exact', () => {
  const amount = fc.bigInt(0n, 10n ** 38n)
  const weights = fc.array(fc.bigInt(1n, 2n ** 200n), { minLength: 1, maxLength: 20 })

  test('EARN-2: shares never sum to more than what is shared, nor to a unit less for each of them', () => {
    fc.assert(
      fc.property(amount, weights, (amount, list) => {
        const decimals = list.map(toDecimal)
        const total = sum(decimals)
        const shared = decimals.reduce((sum, one) => sum + exact.share(amount, one, total), 0n)
        expect(shared <= amount).toBe(true)
        expect(amount - shared < BigInt(list.length)).toBe(true)
      }),
    )
  })

  test('EARN-2: nor do parts and splits', () => {
    fc.assert(
      fc.property(
        amount,
        fc.integer({ min: 1, max: 730 }),
        fc.integer({ min: 0, max: 10_000 }),
        (amount, count, bips) => {
          const parts = exact.part(amount, count) * BigInt(count)
          expect(parts <= amount && amount - parts < BigInt(count)).toBe(true)
          expect(exact.split(amount, bips) <= amount).toBe(true)
        },
      ),
    )
  })
})
