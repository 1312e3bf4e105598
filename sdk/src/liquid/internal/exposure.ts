import { type Address, isAddressEqual } from 'viem'
import { max, min } from '../../internal/math.ts'
import type { OperatorSet } from '../../restaking/types.ts'

/** What one operator allocates of one asset to one set, in parts of 10¹⁸ of what was ever delegated to it. */
export type AllocatedTo = {
  set: OperatorSet
  magnitude: bigint
  /** What it will be more or less by, when what is announced has come. */
  pendingDiff: bigint
}

/** One asset that a delegator holds. */
export type Stake = {
  /** wei, as booked */
  held: bigint
  /** of 10¹⁸: what slashing left of the operator in this asset */
  magnitude: bigint
  allocations: AllocatedTo[]
}

/** What sets and services can take of one delegator, in wei: now, and when all that is announced has come. */
export type Taking = { now: bigint; later: bigint }

/** A set takes its magnitude's part of what is left, rounded up; a pending rise counts as if it were there, a pending fall doesn't. */
export function takingOf({ held, magnitude }: Stake, to: AllocatedTo): Taking {
  const later = to.magnitude + max(to.pendingDiff, 0n)
  return { now: partUp(held, to.magnitude, magnitude), later: partUp(held, later, magnitude) }
}

function partUp(held: bigint, part: bigint, whole: bigint): bigint {
  return whole === 0n ? 0n : min(held, (held * part + whole - 1n) / whole)
}

/** By set, what all stakes of one delegator can lose to it. */
export function takingsOf(stakes: readonly Stake[]): (Taking & { set: OperatorSet })[] {
  const takings: (Taking & { set: OperatorSet })[] = []
  for (const stake of stakes)
    for (const to of stake.allocations) {
      const { now, later } = takingOf(stake, to)
      if (later === 0n) continue
      const known = takings.find(({ set }) => isSame(set, to.set))
      if (known) {
        known.now += now
        known.later += later
      } else takings.push({ set: to.set, now, later })
    }
  return takings
}

/** What one service can take by all of its sets. */
export function byService(takings: readonly (Taking & { set: OperatorSet })[], service: Address) {
  const its = takings.filter(({ set }) => isAddressEqual(set.avs, service))
  return {
    now: its.reduce((sum, { now }) => sum + now, 0n),
    later: its.reduce((sum, { later }) => sum + later, 0n),
  }
}

export function isSame(a: OperatorSet, b: OperatorSet): boolean {
  return a.id === b.id && isAddressEqual(a.avs, b.avs)
}
