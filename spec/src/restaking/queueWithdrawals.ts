import { SpecError } from '../error.ts'
import type { Address, DepositShares } from '../units.ts'
import { enqueue } from './queue.ts'
import { atomic, type Env, type State, stakerOf, type Withdrawal } from './state.ts'

/** Queues deposit shares for withdrawal, one entry for each of the lists. */
export function queueWithdrawals(
  state: State,
  { params }: queueWithdrawals.Args,
  { sender, block }: Env,
): Withdrawal[] {
  return atomic(state, () =>
    params.map(({ strategies, depositShares }) => {
      if (strategies.length !== depositShares.length)
        throw new SpecError('InputArrayLengthMismatch', {})
      const { operator } = stakerOf(state, sender)
      const parts = strategies.map((strategy, i) => [strategy, depositShares[i]!] as const)
      return enqueue(state, { staker: sender, operator, block, parts })
    }),
  )
}

export declare namespace queueWithdrawals {
  type Args = {
    params: readonly {
      strategies: readonly Address[]
      depositShares: readonly DepositShares[]
    }[]
  }
}
