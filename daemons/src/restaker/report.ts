import type { Metrics } from '../runtime/index.ts'
import type { Situation } from './observe.ts'

const gwei = 10n ** 9n

/** What a person watches. */
export function report(
  { now, block, round, vault, wanted, coming, delegators }: Situation,
  metrics: Metrics,
) {
  metrics.roundAge.set(Number(now - round.openedAt))
  metrics.stampAge.set(Number(block - vault.stampedAt))
  metrics.wanted.set(Number(wanted / gwei))
  metrics.coming.set(Number(coming / gwei))
  for (const { index, breaches, active, withdrawals } of delegators) {
    const delegator = String(index)
    metrics.breaches.set({ delegator, kind: 'active' }, active)
    metrics.breaches.set({ delegator, kind: 'passive' }, breaches - active)
    metrics.roots.set({ delegator }, withdrawals.length)
  }
}
