import { iAllocationManagerAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex } from 'viem'
import { readContract } from 'viem/actions'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'

/**
 * Leaves operator sets of an AVS. What is allocated to them stays so, and can be slashed until the deallocation delay has passed.
 *
 * Sends `deregisterFromOperatorSets` to the AllocationManager; reads its deallocation delay.
 *
 * @example
 * const { slashableUntil } = await deregisterFromOperatorSets(client, { deployment, avs, operatorSetIds: [0] })
 */
export async function deregisterFromOperatorSets(
  client: CairnClient,
  args: deregisterFromOperatorSets.Args,
): Promise<deregisterFromOperatorSets.ReturnType> {
  const { deployment, avs, operatorSetIds } = args
  const account = accountOf(client, args.account)
  const operator = args.operator ?? account.address
  const delay = await readContract(client, {
    address: deployment.allocationManager,
    abi: iAllocationManagerAbi,
    functionName: 'DEALLOCATION_DELAY',
  })
  const receipt = await transact(client, {
    account,
    to: deployment.allocationManager,
    data: encodeFunctionData({
      abi: iAllocationManagerAbi,
      functionName: 'deregisterFromOperatorSets',
      args: [{ operator, avs, operatorSetIds }],
    }),
  })
  return {
    hash: receipt.transactionHash,
    operator,
    avs,
    operatorSetIds,
    slashableUntil: receipt.blockNumber + BigInt(delay),
  }
}

export declare namespace deregisterFromOperatorSets {
  type Args = RestakingArg<'allocationManager'> &
    AccountArg & {
      avs: Address
      operatorSetIds: readonly number[]
      /** The account if left out; another if the account is appointed by it, or is the AVS. */
      operator?: Address | undefined
    }

  type ReturnType = {
    hash: Hex
    operator: Address
    avs: Address
    operatorSetIds: readonly number[]
    /** The last block in which it can be slashed. */
    slashableUntil: bigint
  }
}
