import type { Address } from 'viem'
import type { Arithmetic } from '../arithmetic/exact.ts'
import type { Submission } from '../history/events.ts'
import type { Snapshot } from '../history/snapshot.ts'
import { byShares, type Pay, toStakers, weighAll } from './toStakers.ts'

/**
 * One pool over all stakers of the operators that count: those registered to the service (`avs`), with what they secure it
 * with, or to any service (`allEarners`), with everything. Of what a staker earns, its operator keeps the split.
 */
export function pooled(
  submission: Extract<Submission, { kind: 'avs' | 'allEarners' | 'allStakers' }>,
  snapshot: Snapshot,
  arithmetic: Arithmetic,
  pay: Pay,
) {
  const { kind, avs, strategies } = submission
  const today = arithmetic.part(submission.amount, submission.days)
  if (kind === 'allStakers') {
    const weigh = byShares(snapshot.shares, strategies)
    return toStakers(today, snapshot.holders(), weigh, arithmetic, pay)
  }

  const operators = snapshot.registered(kind === 'avs' ? avs : undefined)
  const positions = operators.flatMap((operator) => {
    const weigh = byShares(snapshot.shares, counting(operator))
    return snapshot.stakersOf(operator).map((staker) => ({ operator, staker, weigh }))
  })
  const { weighed, total } = weighAll(positions, ({ staker, weigh }) => weigh(staker))
  for (const { who, weight } of weighed) {
    const earned = arithmetic.share(today, weight, total)
    const bips = snapshot.split(who.operator, kind === 'avs' ? avs : 'incentives')
    const kept = arithmetic.split(earned, bips)
    pay(who.staker, earned - kept)
    pay(who.operator, kept)
  }

  function counting(operator: Address) {
    if (kind === 'allEarners') return strategies
    const secured = snapshot.securing(operator, avs)
    return strategies.filter(({ strategy }) => secured.has(strategy))
  }
}
