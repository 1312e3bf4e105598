import type { Address, Blocks, Magnitude } from '../units.ts'
import {
  type Allocation,
  emit,
  maxMagnitude,
  type Operator,
  operatorOf,
  type SetKey,
  type State,
  upsert,
} from './state.ts'

/** An allocation as of `block`, and what is encumbered with it: a change that has come due is in both. */
export function allocationAt(
  operator: Operator | undefined,
  key: SetKey,
  strategy: Address,
  block: Blocks,
): Allocation & { encumbered: Magnitude } {
  const stored = operator?.allocations.get(key)?.get(strategy) ?? nothing
  const encumbered: Magnitude = operator?.encumbered.get(strategy) ?? 0n
  const { magnitude, pending, effectBlock } = stored
  if (block < effectBlock) return { ...stored, encumbered }

  const released = pending < 0n ? pending : 0n
  return {
    magnitude: (magnitude as bigint) + pending,
    pending: 0n,
    effectBlock: 0n,
    encumbered: (encumbered as bigint) + released,
  }
}

const nothing: Allocation = { magnitude: 0n, pending: 0n, effectBlock: 0n }

export function storeAllocation(
  state: State,
  { operator, key, strategy, allocation, encumbered }: storeAllocation.Args,
) {
  const of = operatorOf(state, operator)!
  if ((of.encumbered.get(strategy) ?? 0n) !== encumbered) {
    of.encumbered.set(strategy, encumbered)
    emit(state, 'allocation', 'EncumberedMagnitudeUpdated', {
      operator,
      strategy,
      encumberedMagnitude: encumbered,
    })
  }
  upsert(of.allocations, key, () => new Map()).set(strategy, allocation)
}

export declare namespace storeAllocation {
  type Args = {
    operator: Address
    key: SetKey
    strategy: Address
    allocation: Allocation
    encumbered: Magnitude
  }
}

/** What an operator could still allocate: deallocations that have come due count. */
export function allocatable(
  state: State,
  operator: Address,
  strategy: Address,
  block: Blocks,
): Magnitude {
  const of = operatorOf(state, operator)
  let encumbered: bigint = of?.encumbered.get(strategy) ?? 0n
  for (const key of of?.deallocations.get(strategy) ?? []) {
    const { pending, effectBlock } = of!.allocations.get(key)!.get(strategy)!
    if (block < effectBlock) break
    encumbered += pending
  }
  return maxMagnitude(of, strategy) - encumbered
}
