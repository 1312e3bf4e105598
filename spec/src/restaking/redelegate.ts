import { delegateTo } from './delegateTo.ts'
import { atomic, type Env, type State, type Withdrawal } from './state.ts'
import { undelegate } from './undelegate.ts'

/** Leaves one operator for another; what was there arrives when its withdrawals are completed as shares. */
export function redelegate(state: State, args: delegateTo.Args, env: Env): Withdrawal[] {
  return atomic(state, () => {
    const withdrawals = undelegate(state, { staker: env.sender }, env)
    delegateTo(state, args, env)
    return withdrawals
  })
}
