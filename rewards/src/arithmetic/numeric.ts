import { atScale, type Decimal, floor, multiply, toDecimal } from './decimal.ts'
import type { Arithmetic } from './exact.ts'

/**
 * The arithmetic of roots that EigenLayer's own pipeline posts: a database's `numeric`, whose quotients are rounded half up at
 * a scale that depends on the operands, before they are rounded down. So parts may exceed, by up to half a unit each, what
 * they are parts of: use it to recompute such roots, not to post any.
 */
export const numeric: Arithmetic = {
  part: (amount, count) => floor(divide(toDecimal(amount), toDecimal(BigInt(count)))),
  split: (amount, bips) => floor(divide(toDecimal(amount * BigInt(bips)), toDecimal(10_000n))),
  pool: (amount, weight, total) => floor(divide(multiply(weight, amount), total)),
  // A staker's fraction is cut to fifteen decimals.
  share(amount, weight, total) {
    const fraction = floor(multiply(divide(weight, total), 10n ** 15n))
    return floor({ digits: fraction * amount, scale: 15 })
  },
  allocated: (shares, magnitude, maxMagnitude) =>
    divide(toDecimal(shares * magnitude), toDecimal(maxMagnitude)),
}

/** For operands that aren't negative. */
export function divide(a: Decimal, b: Decimal): Decimal {
  const scale = Math.min(Math.max(16 - 4 * exponent(a, b), a.scale, b.scale, 0), 1000)
  const common = Math.max(a.scale, b.scale)
  const divisor = atScale(b, common)
  const dividend = atScale(a, common) * 10n ** BigInt(scale)
  return { digits: (2n * dividend + divisor) / (2n * divisor), scale }
}

/** Of the quotient's first digit in base 10,000, as far as the operands' first digits tell. */
function exponent(a: Decimal, b: Decimal) {
  const [left, right] = [leading(a), leading(b)]
  return left.weight - right.weight - (left.digit <= right.digit ? 1 : 0)
}

/** The first digit of a number in base 10,000 that isn't zero, and its place: 0 is that of units. */
function leading({ digits, scale }: Decimal) {
  if (digits === 0n) return { weight: 0, digit: 0 }
  const behind = Math.ceil(scale / 4)
  const text = String(digits * 10n ** BigInt(4 * behind - scale))
  const count = Math.ceil(text.length / 4)
  return { weight: count - 1 - behind, digit: Number(text.slice(0, text.length - 4 * (count - 1))) }
}
