import type { Address, Blocks, DepositShares, Shares } from '../units.ts'
import { lastSlashableBlock } from './completeQueuedWithdrawal.ts'
import { factorAt, factorOf } from './factor.ts'
import { deposits } from './holdings.ts'
import { depositSharesDown, payableDown, withdrawableDown } from './math.ts'
import { depositSharesOf, scalingOf, type State, type Withdrawal, withdrawalKey } from './state.ts'

/** What a staker could queue now: deposit shares after all slashing. */
export function withdrawableShares(state: State, staker: Address, strategy: Address): Shares {
  const factor = factorOf(state, staker, operatorOfStaker(state, staker), strategy)
  const shares = depositSharesOf(state, staker, strategy)
  return withdrawableDown(shares, scalingOf(state, staker, strategy), factor)
}

/** The deposit shares to queue for `shares` withdrawable ones. */
export function convertToDepositShares(
  state: State,
  { staker, strategy, shares }: { staker: Address; strategy: Address; shares: Shares },
): DepositShares {
  const factor = factorOf(state, staker, operatorOfStaker(state, staker), strategy)
  return depositSharesDown(shares, scalingOf(state, staker, strategy), factor)
}

/** What a withdrawal would pay if nothing happened any more; once it is completable, of ERC-20s, what it will. */
export function queuedShares(state: State, withdrawal: Withdrawal, block: Blocks): Shares[] {
  const { staker, delegatedTo: operator, strategies, scaledShares } = withdrawal
  const last = lastSlashableBlock(state, withdrawal)
  return strategies.map((strategy, i) => {
    const factor =
      block > last
        ? factorAt(state, { staker, operator, strategy, block: last })
        : factorOf(state, staker, operator, strategy)
    return payableDown(scaledShares[i]!, factor)
  })
}

/** Those that are pending, the oldest first. */
export function queuedWithdrawals(state: State, staker: Address): Withdrawal[] {
  return [...state.withdrawals.values()].filter((withdrawal) => withdrawal.staker === staker)
}

export function isPending(state: State, withdrawal: Pick<Withdrawal, 'staker' | 'nonce'>) {
  return state.withdrawals.has(withdrawalKey(withdrawal))
}

export function stakersOf(state: State, operator: Address): Address[] {
  return [...state.stakers].filter(([, of]) => of.operator === operator).map(([name]) => name)
}

export { deposits as depositedShares }

function operatorOfStaker({ stakers }: State, staker: Address): Address | undefined {
  return stakers.get(staker)?.operator
}

/** All that is, or will be, claimed of a strategy's shares: by stakers, by the queue, by what was slashed. */
export function claims(state: State, strategy: Address, block: Blocks): bigint {
  let sum = 0n
  for (const staker of state.stakers.keys()) sum += withdrawableShares(state, staker, strategy)
  for (const withdrawal of state.withdrawals.values()) {
    const shares = queuedShares(state, withdrawal, block)
    for (const [i, of] of withdrawal.strategies.entries()) if (of === strategy) sum += shares[i]!
  }
  for (const ofSet of state.slashed.values())
    for (const ofSlash of ofSet.values()) sum += ofSlash.get(strategy) ?? 0n
  return sum
}
