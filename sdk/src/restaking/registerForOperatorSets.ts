import { iAllocationManagerAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'

/**
 * Joins operator sets of an AVS. What is allocated to them can be slashed from this block on.
 *
 * Sends `registerForOperatorSets` to the AllocationManager, which asks the registrar of the AVS.
 *
 * @example
 * await registerForOperatorSets(client, { deployment, avs, operatorSetIds: [0] })
 */
export async function registerForOperatorSets(
  client: CairnClient,
  args: registerForOperatorSets.Args,
): Promise<registerForOperatorSets.ReturnType> {
  const { deployment, avs, operatorSetIds, data = '0x' } = args
  const account = accountOf(client, args.account)
  const operator = args.operator ?? account.address
  const receipt = await transact(client, {
    account,
    to: deployment.allocationManager,
    data: encodeFunctionData({
      abi: iAllocationManagerAbi,
      functionName: 'registerForOperatorSets',
      args: [operator, { avs, operatorSetIds, data }],
    }),
  })
  return { hash: receipt.transactionHash, operator, avs, operatorSetIds }
}

export declare namespace registerForOperatorSets {
  type Args = RestakingArg<'allocationManager'> &
    AccountArg & {
      avs: Address
      operatorSetIds: readonly number[]
      /** What the registrar of the AVS asks for, as it asks for it. Nothing if left out. */
      data?: Hex | undefined
      /** The account if left out; another if the account is appointed by it. */
      operator?: Address | undefined
    }

  type ReturnType = {
    hash: Hex
    operator: Address
    avs: Address
    operatorSetIds: readonly number[]
  }
}
