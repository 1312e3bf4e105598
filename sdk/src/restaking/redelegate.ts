import { iDelegationManagerAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'
import { approvalFor } from './internal/approval.ts'
import { type QueuedWithdrawal, queuedIn } from './internal/withdrawals.ts'
import type { DelegationApproval } from './types.ts'

/**
 * Moves to another operator: undelegates and delegates in one transaction. The stake itself goes through the withdrawal queue, and
 * reaches the new operator when its withdrawals are completed as shares.
 *
 * Sends `redelegate` to the DelegationManager.
 *
 * @example
 * const { withdrawals } = await redelegate(client, { deployment, operator })
 */
export async function redelegate(
  client: CairnClient,
  args: redelegate.Args,
): Promise<redelegate.ReturnType> {
  const { deployment, operator, approval } = args
  const account = accountOf(client, args.account)
  const consent = await approvalFor(client, {
    deployment,
    staker: account.address,
    operator,
    approval,
  })

  const receipt = await transact(client, {
    account,
    to: deployment.delegationManager,
    data: encodeFunctionData({
      abi: iDelegationManagerAbi,
      functionName: 'redelegate',
      args: [operator, ...consent],
    }),
  })
  return {
    hash: receipt.transactionHash,
    staker: account.address,
    operator,
    withdrawals: queuedIn(receipt.logs),
  }
}

export declare namespace redelegate {
  type Args = RestakingArg<'delegationManager'> &
    AccountArg & {
      operator: Address
      /** Needed if the operator has a delegation approver: see `signDelegationApproval`. */
      approval?: DelegationApproval | undefined
    }

  type ReturnType = {
    hash: Hex
    staker: Address
    operator: Address
    withdrawals: QueuedWithdrawal[]
  }
}
