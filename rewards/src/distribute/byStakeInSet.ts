import type { Address } from 'viem'
import type { Arithmetic } from '../arithmetic/exact.ts'
import type { Submission } from '../history/events.ts'
import type { Snapshot } from '../history/snapshot.ts'
import { byAllocatedShares, byShares, type Pay, toStakers, weighAll } from './toStakers.ts'

/**
 * A pool over the operators of a set, by all that is delegated to them (`totalStake`), or by what of it the set could slash
 * (`uniqueStake`). An operator keeps its split; the rest is its stakers', by the same measure. A day without anyone to pay is
 * given back.
 */
export function byStakeInSet(
  submission: Extract<Submission, { kind: 'uniqueStake' | 'totalStake' }>,
  snapshot: Snapshot,
  arithmetic: Arithmetic,
  pay: Pay,
) {
  const { set, avs } = submission
  const today = arithmetic.part(submission.amount, submission.days)
  const { weighed, total } = weighAll(snapshot.members(set), (operator) =>
    measure(snapshot.operatorShares, operator)(operator),
  )

  let paid = 0n
  for (const { who: operator, weight } of weighed) {
    const earned = arithmetic.pool(today, weight, total)
    const kept = arithmetic.split(earned, snapshot.split(operator, set))
    give(operator, kept)
    const weigh = measure(snapshot.shares, operator)
    toStakers(earned - kept, snapshot.stakersOf(operator), weigh, arithmetic, give)
  }
  if (paid === 0n) pay(avs, today)

  function measure(shares: (who: Address, strategy: Address) => bigint, operator: Address) {
    return submission.kind === 'totalStake'
      ? byShares(shares, submission.strategies)
      : byAllocatedShares(shares, operator, submission, snapshot, arithmetic)
  }

  function give(earner: Address, amount: bigint) {
    paid += amount
    pay(earner, amount)
  }
}
