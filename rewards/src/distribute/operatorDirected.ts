import type { Address } from 'viem'
import type { Arithmetic } from '../arithmetic/exact.ts'
import type { OperatorReward, Submission } from '../history/events.ts'
import type { Snapshot } from '../history/snapshot.ts'
import { byShares, type Pay, toStakers } from './toStakers.ts'

/**
 * Each operator's reward in equal parts over the days on which it was registered: it keeps its split, its own stakers share
 * the rest. What was meant for an operator that never was is given back, as is the stakers' part where the set counted none of
 * the submission's strategies. Needs all days of the submission at once, so that nobody is paid and refunded the same day.
 */
export function operatorDirected(
  submission: Extract<Submission, { kind: 'operatorDirectedAvs' | 'operatorDirectedSet' }>,
  snapshots: readonly Snapshot[],
  arithmetic: Arithmetic,
  payOn: (snapshot: Snapshot) => Pay,
) {
  for (const reward of submission.rewards) payOperator(reward)

  function payOperator({ operator, amount }: OperatorReward) {
    const registered = snapshots.filter((snapshot) => isRegistered(snapshot, operator))
    if (registered.length === 0) {
      const part = arithmetic.part(amount, submission.days)
      for (const snapshot of snapshots) payOn(snapshot)(submission.avs, part)
      return
    }

    const part = arithmetic.part(amount, registered.length)
    for (const snapshot of registered) payDay(snapshot, operator, part)
  }

  function payDay(snapshot: Snapshot, operator: Address, part: bigint) {
    const pay = payOn(snapshot)
    const of = submission.kind === 'operatorDirectedSet' ? submission.set : submission.avs
    const kept = arithmetic.split(part, snapshot.split(operator, of))
    pay(operator, kept)

    const strategies = counting(snapshot)
    if (strategies.length === 0) return pay(submission.avs, part - kept)
    const weigh = byShares(snapshot.shares, strategies)
    toStakers(part - kept, snapshot.stakersOf(operator), weigh, arithmetic, pay)
  }

  function isRegistered(snapshot: Snapshot, operator: Address) {
    return submission.kind === 'operatorDirectedSet'
      ? snapshot.isMember(operator, submission.set)
      : snapshot.isRegistered(operator, submission.avs)
  }

  function counting(snapshot: Snapshot) {
    if (submission.kind === 'operatorDirectedAvs') return submission.strategies
    const included = new Set(snapshot.strategies(submission.set))
    return submission.strategies.filter(({ strategy }) => included.has(strategy))
  }
}
