import { iDelegationManagerAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'
import { approvalFor } from './internal/approval.ts'
import type { DelegationApproval } from './types.ts'

/**
 * Delegates all of the account's stake, and what it will deposit, to one operator. It is slashable with it from this block on.
 *
 * Reads whether the operator asks for an approval; sends `delegateTo` to the DelegationManager.
 *
 * @example
 * await delegateTo(client, { deployment, operator })
 */
export async function delegateTo(
  client: CairnClient,
  args: delegateTo.Args,
): Promise<delegateTo.ReturnType> {
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
      functionName: 'delegateTo',
      args: [operator, ...consent],
    }),
  })
  return { hash: receipt.transactionHash, staker: account.address, operator }
}

export declare namespace delegateTo {
  type Args = RestakingArg<'delegationManager'> &
    AccountArg & {
      operator: Address
      /** Needed if the operator has a delegation approver: see `signDelegationApproval`. */
      approval?: DelegationApproval | undefined
    }

  type ReturnType = { hash: Hex; staker: Address; operator: Address }
}
