import { SpecError } from '../error.ts'
import type { Address } from '../units.ts'
import { deposits } from './holdings.ts'
import { enqueue } from './queue.ts'
import {
  atomic,
  type Env,
  emit,
  operatorOf,
  type State,
  stakerOf,
  type Withdrawal,
} from './state.ts'

/** Ends a delegation, at the wish of the staker, the operator or its approver; all deposit shares enter the queue. */
export function undelegate(
  state: State,
  { staker }: undelegate.Args,
  { sender, block }: Env,
): Withdrawal[] {
  const of = stakerOf(state, staker)
  const { operator } = of
  if (operator === undefined) throw new SpecError('NotActivelyDelegated', {})
  if (state.operators.has(staker)) throw new SpecError('OperatorsCannotUndelegate', {})
  const forced = sender !== staker
  if (forced && sender !== operator && sender !== operatorOf(state, operator)!.approver)
    throw new SpecError('CallerCannotUndelegate', {})

  return atomic(state, () => {
    if (forced) emit(state, 'delegation', 'StakerForceUndelegated', { staker, operator })
    stakerOf(state, staker).operator = undefined
    emit(state, 'delegation', 'StakerUndelegated', { staker, operator })
    return deposits(state, staker).map((part) =>
      enqueue(state, { staker, operator, block, parts: [part] }),
    )
  })
}

export declare namespace undelegate {
  type Args = { staker: Address }
}
