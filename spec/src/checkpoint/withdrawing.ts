import { min, saturatingSub } from '../math.ts'
import type { Gwei, Seconds } from '../units.ts'
import type { Registry, Withdrawing } from './state.ts'

/** The buckets as they are at `now`: what is older than two turns counts as ignored, and is forgotten. */
export function turned({ withdrawing, parameters }: Registry, now: Seconds): Withdrawing {
  const turn = now / parameters.bucketPeriod
  if (turn === withdrawing.turn) return { ...withdrawing }
  if (turn === withdrawing.turn + 1n) return { turn, current: 0n, previous: withdrawing.current }
  return { turn, current: 0n, previous: 0n }
}

/** gwei asked for and neither seen to arrive nor forgotten. */
export function withdrawing(registry: Registry, now: Seconds): Gwei {
  const { current, previous } = turned(registry, now)
  return current + previous
}

export function asked(registry: Registry, now: Seconds, amount: Gwei) {
  registry.withdrawing = turned(registry, now)
  registry.withdrawing.current += amount
}

/** What came in pays off the oldest first. */
export function came(registry: Registry, now: Seconds, amount: Gwei) {
  const buckets = turned(registry, now)
  const old = min(amount, buckets.previous)

  buckets.previous -= old
  buckets.current = saturatingSub(buckets.current, amount - old)
  registry.withdrawing = buckets
}
