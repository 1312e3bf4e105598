import type { Address } from 'viem'
import { add, type Decimal, multiply, sum, toDecimal, zero } from '../arithmetic/decimal.ts'
import type { Arithmetic } from '../arithmetic/exact.ts'
import type { Submission } from '../history/events.ts'
import type { Snapshot } from '../history/snapshot.ts'

export type Pay = (earner: Address, amount: bigint) => void

/** What a staker's, or an operator's, position counts for. */
export type Weigh = (who: Address) => Decimal

export type Weighed<T> = { who: T; weight: Decimal }

/** Shares times the submission's multipliers. */
export function byShares(
  shares: (who: Address, strategy: Address) => bigint,
  strategies: Submission['strategies'],
): Weigh {
  return (who) =>
    strategies.reduce((weight, { strategy, multiplier }) => {
      const held = shares(who, strategy)
      return held > 0n ? add(weight, toDecimal(held * multiplier)) : weight
    }, zero)
}

/** Only the part of the shares that `operator` allocated to the submission's set. */
export function byAllocatedShares(
  shares: (who: Address, strategy: Address) => bigint,
  operator: Address,
  submission: Extract<Submission, { kind: 'uniqueStake' | 'totalStake' }>,
  snapshot: Snapshot,
  { allocated }: Arithmetic,
): Weigh {
  return (who) =>
    submission.strategies.reduce((weight, { strategy, multiplier }) => {
      const held = shares(who, strategy)
      const magnitude = snapshot.magnitude(operator, submission.set, strategy)
      const maximum = snapshot.maxMagnitude(operator, strategy)
      if (held <= 0n || magnitude === 0n || maximum === 0n || multiplier === 0n) return weight
      return add(weight, multiply(allocated(held, magnitude, maximum), multiplier))
    }, zero)
}

/** Those of `all` that count for anything, and what they count for together. */
export function weighAll<T>(all: Iterable<T>, weigh: (one: T) => Decimal) {
  const weighed: Weighed<T>[] = [...all]
    .map((who) => ({ who, weight: weigh(who) }))
    .filter(({ weight }) => weight.digits > 0n)
  return { weighed, total: sum(weighed.map(({ weight }) => weight)) }
}

/** Shares `amount` among stakers by weight. With nobody to share it, it stays where it is. */
export function toStakers(
  amount: bigint,
  stakers: Iterable<Address>,
  weigh: Weigh,
  { share }: Arithmetic,
  pay: Pay,
) {
  const { weighed, total } = weighAll(stakers, weigh)
  for (const { who, weight } of weighed) pay(who, share(amount, weight, total))
}
