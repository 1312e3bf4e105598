import { type Env, emit, type State } from '../state.ts'
import type { Address } from '../units.ts'

/** ERC-7540: who may act for `sender` in all its redemptions. */
export function setOperator(
  state: State,
  { operator, approved }: setOperator.Args,
  { sender }: Env,
): boolean {
  const of = state.operators.get(sender) ?? new Set<Address>()
  if (approved) of.add(operator)
  else of.delete(operator)
  state.operators.set(sender, of)

  emit(state, 'vault', 'OperatorSet', { controller: sender, operator, approved })
  return true
}

export declare namespace setOperator {
  type Args = { operator: Address; approved: boolean }
}
