import { SpecError } from '../error.ts'
import * as restaking from '../restaking/index.ts'
import type { Address } from '../units.ts'
import { measure } from './measure.ts'
import { maxRootsToDelegate } from './parameters.ts'
import { requireRoots } from './route.ts'
import { isExhausted } from './undelegate.ts'
import { atomic, delegatorOf, emit, type Env, type State } from './state.ts'

/** Puts all that a delegator has behind its operator: at first, and after that operator put it out. For anyone to call; `approved`
 * says that the operator's approver signed. */
export function delegate(state: State, { index, approved }: delegate.Args, env: Env) {
  const { operator } = delegatorOf(state, index)
  requireRoots(state, index, maxRootsToDelegate)
  if ([...state.assets.keys()].some((asset) => isExhausted(state, index, asset)))
    throw new SpecError('Breached', { index })
  atomic(state, () => {
    restaking.delegateTo(state.restaking, { operator, approved }, { ...env, sender: index })
    measure(state, index, env)
    emit(state, 'spread', 'Delegated', { index, operator, delegator: index })
  })
}

export declare namespace delegate {
  type Args = { index: Address; approved?: boolean }
}
