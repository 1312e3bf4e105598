import { SpecError } from '../error.ts'
import { type Address, type Shares, weiPerGwei } from '../units.ts'
import { increaseDelegation } from './delegation.ts'
import { factorAt, factorOf } from './factor.ts'
import { addShares } from './holdings.ts'
import { payableDown } from './math.ts'
import {
  atomic,
  type Env,
  emit,
  isBeacon,
  moveEther,
  type State,
  stakerOf,
  type Withdrawal,
  withdrawalKey,
} from './state.ts'
import { leave } from './strategy.ts'

/** Pays a withdrawal that has waited, in tokens, or back into deposit shares with the operator of now. */
export function completeQueuedWithdrawal(
  state: State,
  { withdrawal, tokens, receiveAsTokens }: completeQueuedWithdrawal.Args,
  { sender, block }: Env,
) {
  if (tokens.length !== withdrawal.strategies.length)
    throw new SpecError('InputArrayLengthMismatch', {})
  if (sender !== withdrawal.withdrawer) throw new SpecError('WithdrawerNotCaller', {})
  if (!isQueued(state, withdrawal)) throw new SpecError('WithdrawalNotQueued', {})
  const lastSlashable = lastSlashableBlock(state, withdrawal)
  if (block <= lastSlashable) throw new SpecError('WithdrawalDelayNotElapsed', {})

  atomic(state, () => {
    const { staker, strategies, scaledShares, delegatedTo } = withdrawal
    state.withdrawals.delete(withdrawalKey(withdrawal))
    emit(state, 'delegation', 'SlashingWithdrawalCompleted', { withdrawal })

    for (const [i, strategy] of strategies.entries()) {
      const from = { staker, operator: delegatedTo, strategy, block: lastSlashable }
      const shares = payableDown(scaledShares[i]!, factorAt(state, from))
      if (shares === 0n) continue
      if (receiveAsTokens) pay(state, { staker, strategy, token: tokens[i]!, shares })
      else restore(state, { staker, strategy, shares })
    }
  })
}

export declare namespace completeQueuedWithdrawal {
  type Args = { withdrawal: Withdrawal; tokens: readonly Address[]; receiveAsTokens: boolean }
}

export function completeQueuedWithdrawals(
  state: State,
  { withdrawals, tokens, receiveAsTokens }: completeQueuedWithdrawals.Args,
  env: Env,
) {
  atomic(state, () => {
    for (const [i, withdrawal] of withdrawals.entries())
      completeQueuedWithdrawal(
        state,
        { withdrawal, tokens: tokens[i]!, receiveAsTokens: receiveAsTokens[i]! },
        env,
      )
  })
}

export declare namespace completeQueuedWithdrawals {
  type Args = {
    withdrawals: readonly Withdrawal[]
    tokens: readonly (readonly Address[])[]
    receiveAsTokens: readonly boolean[]
  }
}

export function lastSlashableBlock({ parameters }: State, { startBlock }: Withdrawal) {
  return (startBlock as bigint) + parameters.withdrawalDelay
}

/** Under a hash of all its words on chain, so all of them have to be right. */
function isQueued(state: State, withdrawal: Withdrawal): boolean {
  const queued = state.withdrawals.get(withdrawalKey(withdrawal))
  return queued !== undefined && words(queued) === words(withdrawal)
}

function words({ staker, delegatedTo, withdrawer, nonce, startBlock, ...lists }: Withdrawal) {
  const { strategies, scaledShares } = lists
  return [staker, delegatedTo, withdrawer, nonce, startBlock, strategies, scaledShares].join('|')
}

type Part = { staker: Address; strategy: Address; shares: Shares }

function pay(state: State, { staker, strategy, token, shares }: Part & { token: Address }) {
  if (isBeacon(state, strategy)) payEther(state, staker, shares)
  else leave(state, strategy, { token, shares, to: staker })
}

/** From the staker's own pod, in whole gwei. */
function payEther(state: State, owner: Address, shares: Shares) {
  const pod = state.pods.get(owner)
  const gwei = (shares as bigint) / weiPerGwei
  if (!pod || gwei > pod.payable) throw new SpecError('InsufficientWithdrawableBalance', {})

  const amount = gwei * weiPerGwei
  pod.payable -= gwei
  pod.balance -= amount
  moveEther(state, owner, amount)
}

function restore(state: State, { staker, strategy, shares }: Part) {
  const { operator } = stakerOf(state, staker)
  const held = addShares(state, staker, strategy, shares)
  const factor = factorOf(state, staker, operator, strategy)
  increaseDelegation(state, { staker, strategy, held, added: shares, factor })
}
