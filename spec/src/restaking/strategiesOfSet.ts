import { SpecError } from '../error.ts'
import type { Address } from '../units.ts'
import {
  atomic,
  type Env,
  emit,
  isBeacon,
  keyOf,
  type OperatorSet,
  type SetId,
  type State,
} from './state.ts'

/** Lets a set slash further strategies: what is allocated to it already is slashable at once. */
export function addStrategiesToOperatorSet(
  state: State,
  { strategies, ...set }: addStrategiesToOperatorSet.Args,
  { sender }: Env,
) {
  if (sender !== set.avs) throw new SpecError('InvalidPermissions', {})
  requireSet(state, set)

  atomic(state, () => addStrategies(state, set, strategies))
}

export declare namespace addStrategiesToOperatorSet {
  type Args = SetId & { strategies: readonly Address[] }
}

export function removeStrategiesFromOperatorSet(
  state: State,
  { strategies, ...set }: addStrategiesToOperatorSet.Args,
  { sender }: Env,
) {
  if (sender !== set.avs) throw new SpecError('InvalidPermissions', {})
  requireSet(state, set)

  atomic(state, () => {
    for (const strategy of strategies) {
      if (!requireSet(state, set).strategies.delete(strategy))
        throw new SpecError('StrategyNotInOperatorSet', {})
      emit(state, 'allocation', 'StrategyRemovedFromOperatorSet', { operatorSet: set, strategy })
    }
  })
}

export function addStrategies(state: State, set: SetId, strategies: readonly Address[]) {
  const of = requireSet(state, set)
  for (const strategy of strategies) {
    // Slashed beacon ether stays where it is: nobody could be given it.
    if (isBeacon(state, strategy) && of.recipient !== state.addresses.burn)
      throw new SpecError('InvalidStrategy', {})
    if (of.strategies.has(strategy)) throw new SpecError('StrategyAlreadyInOperatorSet', {})
    of.strategies.add(strategy)
    emit(state, 'allocation', 'StrategyAddedToOperatorSet', { operatorSet: set, strategy })
  }
}

export function requireSet(state: State, set: SetId): OperatorSet {
  const found = state.sets.get(keyOf(set))
  if (!found) throw new SpecError('InvalidOperatorSet', {})
  return found
}
