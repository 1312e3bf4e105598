import { SpecError } from '../error.ts'
import type { Address, Blocks, Magnitude } from '../units.ts'
import { allocationAt, storeAllocation } from './allocation.ts'
import { clear } from './clearDeallocationQueue.ts'
import { isOperatorSlashable } from './registerForOperatorSets.ts'
import { allocationDelay } from './setAllocationDelay.ts'
import {
  atomic,
  type Env,
  emit,
  keyOf,
  maxMagnitude,
  operatorOf,
  type SetId,
  type State,
  upsert,
} from './state.ts'
import { requireSet } from './strategiesOfSet.ts'

/** Sets how much of an operator's magnitude each set can slash: more takes the operator's delay, less the layer's. */
export function modifyAllocations(
  state: State,
  { operator, params }: modifyAllocations.Args,
  { sender, block }: Env,
) {
  if (sender !== operator) throw new SpecError('InvalidPermissions', {})
  const delay = allocationDelay(state, operator, block)
  if (delay === undefined) throw new SpecError('UninitializedAllocationDelay', {})

  atomic(state, () => {
    for (const { set, strategies, newMagnitudes } of params) {
      if (strategies.length !== newMagnitudes.length)
        throw new SpecError('InputArrayLengthMismatch', {})
      requireSet(state, set)
      for (const [i, strategy] of strategies.entries())
        modify(state, { operator, set, strategy, magnitude: newMagnitudes[i]!, block, delay })
    }
  })
}

export declare namespace modifyAllocations {
  type Args = {
    operator: Address
    params: readonly {
      set: SetId
      strategies: readonly Address[]
      newMagnitudes: readonly Magnitude[]
    }[]
  }
}

const all = 65_535n

function modify(state: State, { operator, set, strategy, magnitude, block, delay }: Change) {
  clear(state, { operator, strategy, block, most: all })
  const of = operatorOf(state, operator)!
  const key = keyOf(set)
  const now = allocationAt(of, key, strategy, block)
  if (now.effectBlock !== 0n) throw new SpecError('ModificationAlreadyPending', {})
  const change = (magnitude as bigint) - now.magnitude
  if (change === 0n) throw new SpecError('SameMagnitude', {})

  const encumbered = (now.encumbered as bigint) + change
  let effectBlock: bigint = block
  if (change > 0n) {
    if (encumbered > maxMagnitude(of, strategy)) throw new SpecError('InsufficientMagnitude', {})
    effectBlock += delay
    const allocation = { magnitude: now.magnitude, pending: change, effectBlock }
    storeAllocation(state, { operator, key, strategy, allocation, encumbered })
  } else if (isSlashable(state, { operator, set, strategy, held: now.magnitude, block })) {
    effectBlock += state.parameters.deallocationDelay + 1n
    upsert(of.deallocations, strategy, () => []).push(key)
    const allocation = { magnitude: now.magnitude, pending: change, effectBlock }
    storeAllocation(state, { operator, key, strategy, allocation, encumbered: now.encumbered })
  } else {
    const allocation = { magnitude, pending: 0n, effectBlock: 0n }
    storeAllocation(state, { operator, key, strategy, allocation, encumbered })
  }
  emit(state, 'allocation', 'AllocationUpdated', {
    operator,
    operatorSet: set,
    strategy,
    magnitude,
    effectBlock,
  })
}

type Change = {
  operator: Address
  set: SetId
  strategy: Address
  magnitude: Magnitude
  block: Blocks
  delay: Blocks
}

function isSlashable(
  state: State,
  {
    operator,
    set,
    strategy,
    held,
    block,
  }: {
    operator: Address
    set: SetId
    strategy: Address
    held: Magnitude
    block: Blocks
  },
): boolean {
  return (
    held > 0n &&
    requireSet(state, set).strategies.has(strategy) &&
    isOperatorSlashable(state, { operator, set, block })
  )
}
