import { ether } from '@cairn/spec'
import { bookedOf } from './bookedOf.ts'
import type { Delegator, Situation } from './observe.ts'
import type { Step } from './plan.ts'

/** Withdrawals that one delegator may have queued for a little more to be taken out; for it to be delegated again. */
const maxRoots = { derisk: 32, delegate: 8 }
/** With more queued, only what takes out so large a part of what is there. */
const leastPart = 32n
/** Of 1e18. */
const exhausted = 10n ** 16n
const minExcess = ether(1) / 10n

/** What operators put at risk is taken out, where most of it is. */
export function planDerisk(situation: Situation): Step[] {
  return situation.delegators.flatMap(({ index, excess, free, withdrawals }): Step[] => {
    if (excess === 0n) return []
    const values = free.map((units, asset) => bookedOf(situation, asset, units))
    const most = values.reduce((best, value, asset) => (value > values[best]! ? asset : best), 0)
    const out = smaller(excess, values[most]!)
    // Less is refused, unless it is all there is.
    if (out === 0n || (out < minExcess && out < values[most]!)) return []
    const all = values.reduce((sum, value) => sum + value, 0n)
    const fits = withdrawals.length < maxRoots.derisk || out * leastPart >= all
    return fits ? [{ type: 'derisk', index, asset: most, excess }] : []
  })
}

/** Under an operator of whom so little is left a pod might never finish a checkpoint again: its delegator leaves. */
export function planLeaving({ delegators }: Situation): Step[] {
  return delegators
    .filter(({ delegated, magnitudes }) => delegated && magnitudes[0]! < exhausted)
    .map(({ index }): Step => ({ type: 'undelegate', index, asset: 0 }))
}

/** Who was put out by its operator goes back, once that has nothing in store for it and most of what it had has matured. */
export function planDelegations({ delegators }: Situation): Step[] {
  return delegators.filter(isToReturn).map(({ index, withdrawals }) => {
    return { type: 'delegate', index, roots: withdrawals.length }
  })
}

function isToReturn({ delegated, approver, active, magnitudes, withdrawals }: Delegator) {
  const able = approver === undefined && magnitudes.every((left) => left >= exhausted)
  return !delegated && able && active === 0 && withdrawals.length < maxRoots.delegate
}

const smaller = (a: bigint, b: bigint) => (a < b ? a : b)
