import { iDelegationManagerAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex, zeroAddress } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'

/**
 * Makes the account an operator, for good: it is delegated to itself, and others can delegate to it.
 *
 * Sends `registerAsOperator` to the DelegationManager.
 *
 * @example
 * await registerAsOperator(client, { deployment, allocationDelay: 100_801 })
 */
export async function registerAsOperator(
  client: CairnClient,
  args: registerAsOperator.Args,
): Promise<registerAsOperator.ReturnType> {
  const { delegationApprover = zeroAddress, allocationDelay, metadataURI = '' } = args
  const account = accountOf(client, args.account)
  const receipt = await transact(client, {
    account,
    to: args.deployment.delegationManager,
    data: encodeFunctionData({
      abi: iDelegationManagerAbi,
      functionName: 'registerAsOperator',
      args: [delegationApprover, allocationDelay, metadataURI],
    }),
  })
  return { hash: receipt.transactionHash, operator: account.address }
}

export declare namespace registerAsOperator {
  type Args = RestakingArg<'delegationManager'> &
    AccountArg & {
      /**
       * blocks between an allocation and its effect. Longer than the withdrawal delay lets stakers leave before a new service can slash
       * them.
       */
      allocationDelay: number
      /** Whose signature a delegation needs. Nobody's if left out. */
      delegationApprover?: Address | undefined
      metadataURI?: string | undefined
    }

  type ReturnType = { hash: Hex; operator: Address }
}
