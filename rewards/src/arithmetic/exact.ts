import { atScale, type Decimal, toDecimal } from './decimal.ts'

/**
 * How amounts are divided. All amounts are in a token's smallest unit, all divisors are above zero. What a division leaves is
 * dust: it stays in the contract.
 */
export type Arithmetic = {
  /** one of `count` equal parts */
  part(amount: bigint, count: number): bigint
  /** what `bips` ten-thousandths of `amount` are */
  split(amount: bigint, bips: number): bigint
  /** an operator's part of a pool */
  pool(amount: bigint, weight: Decimal, total: Decimal): bigint
  /** a staker's part of what is shared among stakers */
  share(amount: bigint, weight: Decimal, total: Decimal): bigint
  /** those of `shares` that `magnitude` of `maxMagnitude` makes slashable */
  allocated(shares: bigint, magnitude: bigint, maxMagnitude: bigint): Decimal
}

/** Every quotient is rounded down, once. So no parts are ever more than what they are parts of. */
export const exact: Arithmetic = {
  part: (amount, count) => amount / BigInt(count),
  split: (amount, bips) => (amount * BigInt(bips)) / 10_000n,
  pool: prorate,
  share: prorate,
  allocated: (shares, magnitude, maxMagnitude) => toDecimal((shares * magnitude) / maxMagnitude),
}

function prorate(amount: bigint, weight: Decimal, total: Decimal) {
  const scale = Math.max(weight.scale, total.scale)
  return (amount * atScale(weight, scale)) / atScale(total, scale)
}
