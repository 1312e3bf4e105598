import { iDelegationManagerAbi } from '@cairn/contracts/abi'
import {
  type ContractFunctionReturnType,
  encodeAbiParameters,
  getAbiItem,
  type Hex,
  keccak256,
  type Log,
  parseEventLogs,
} from 'viem'

/** A withdrawal as the queue holds it. Its root is the hash of all of it. */
export type Withdrawal = ContractFunctionReturnType<
  typeof iDelegationManagerAbi,
  'view',
  'queuedWithdrawals'
>

export type QueuedWithdrawal = {
  root: Hex
  withdrawal: Withdrawal
  /** For each strategy, the shares that it would pay if nothing were slashed from now on. */
  shares: readonly bigint[]
}

const [parameter] = getAbiItem({
  abi: iDelegationManagerAbi,
  name: 'calculateWithdrawalRoot',
}).inputs

/** The name that the queue knows a withdrawal by. */
export function withdrawalRoot(withdrawal: Withdrawal): Hex {
  return keccak256(encodeAbiParameters([parameter], [withdrawal]))
}

/** The withdrawals that a transaction queued. */
export function queuedIn(logs: Log[]): QueuedWithdrawal[] {
  return parseEventLogs({
    abi: iDelegationManagerAbi,
    eventName: 'SlashingWithdrawalQueued',
    logs,
  }).map(({ args }) => ({
    root: args.withdrawalRoot,
    withdrawal: args.withdrawal,
    shares: args.sharesToWithdraw,
  }))
}
