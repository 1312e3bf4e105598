import { SpecError } from '../error.ts'
import type { Address, Blocks } from '../units.ts'
import { atomic, type Env, emit, keyOf, operatorOf, type SetId, type State } from './state.ts'
import { requireSet } from './strategiesOfSet.ts'

/** Joins sets; the AVS's registrar, which could refuse, agrees here. */
export function registerForOperatorSets(
  state: State,
  { operator, avs, ids }: registerForOperatorSets.Args,
  { sender, block }: Env,
) {
  if (sender !== operator) throw new SpecError('InvalidPermissions', {})
  if (!state.operators.has(operator)) throw new SpecError('InvalidOperator', {})

  atomic(state, () => {
    for (const id of ids) {
      const operatorSet = { avs, id }
      requireSet(state, operatorSet)
      if (isOperatorSlashable(state, { operator, set: operatorSet, block }))
        throw new SpecError('AlreadyMemberOfSet', {})

      const { registrations } = operatorOf(state, operator)!
      const before = registrations.get(keyOf(operatorSet))
      registrations.set(keyOf(operatorSet), {
        registered: true,
        slashableUntil: before?.slashableUntil ?? 0n,
      })
      emit(state, 'allocation', 'OperatorAddedToOperatorSet', { operator, operatorSet })
    }
  })
}

export declare namespace registerForOperatorSets {
  type Args = { operator: Address; avs: Address; ids: readonly bigint[] }
}

/** Leaves sets, at the wish of the operator or the AVS, and can be slashed for a while yet. */
export function deregisterFromOperatorSets(
  state: State,
  { operator, avs, ids }: registerForOperatorSets.Args,
  { sender, block }: Env,
) {
  if (sender !== operator && sender !== avs) throw new SpecError('InvalidCaller', {})

  atomic(state, () => {
    for (const id of ids) {
      const operatorSet = { avs, id }
      requireSet(state, operatorSet)
      const registrations = operatorOf(state, operator)?.registrations
      if (!registrations?.get(keyOf(operatorSet))?.registered)
        throw new SpecError('NotMemberOfSet', {})

      registrations.set(keyOf(operatorSet), {
        registered: false,
        slashableUntil: (block as bigint) + state.parameters.deallocationDelay,
      })
      emit(state, 'allocation', 'OperatorRemovedFromOperatorSet', { operator, operatorSet })
    }
  })
}

/** While registered, and through `slashableUntil` after that. */
export function isOperatorSlashable(
  state: State,
  { operator, set, block }: { operator: Address; set: SetId; block: Blocks },
): boolean {
  const status = operatorOf(state, operator)?.registrations.get(keyOf(set))
  if (!status) return false
  return status.registered || block <= status.slashableUntil
}
