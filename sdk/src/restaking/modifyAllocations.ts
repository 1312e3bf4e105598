import { iAllocationManagerAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'
import type { OperatorSet } from './types.ts'

/**
 * Sets how much of an operator's delegated stake each operator set may slash. More takes the allocation delay; less takes the
 * deallocation delay while it can be slashed, and is at once otherwise.
 *
 * Sends `modifyAllocations` to the AllocationManager.
 *
 * @example
 * await modifyAllocations(client, { deployment, allocations: [{ operatorSet, strategy, magnitude: wad / 4n }] })
 */
export async function modifyAllocations(
  client: CairnClient,
  args: modifyAllocations.Args,
): Promise<modifyAllocations.ReturnType> {
  const { deployment, allocations } = args
  const account = accountOf(client, args.account)
  const operator = args.operator ?? account.address
  const receipt = await transact(client, {
    account,
    to: deployment.allocationManager,
    data: encodeFunctionData({
      abi: iAllocationManagerAbi,
      functionName: 'modifyAllocations',
      args: [
        operator,
        allocations.map(({ operatorSet, strategy, magnitude }) => ({
          operatorSet,
          strategies: [strategy],
          newMagnitudes: [magnitude],
        })),
      ],
    }),
  })

  const updates = parseEventLogs({
    abi: iAllocationManagerAbi,
    eventName: 'AllocationUpdated',
    logs: receipt.logs,
  })
  return {
    hash: receipt.transactionHash,
    operator,
    // Clearing the queue of deallocations doesn't say so again: each event is one of ours, in order.
    updates: updates.map(({ args: { operatorSet, strategy, magnitude, effectBlock } }) => ({
      operatorSet,
      strategy,
      magnitude,
      effectBlock: BigInt(effectBlock),
    })),
  }
}

export declare namespace modifyAllocations {
  type Args = RestakingArg<'allocationManager'> &
    AccountArg & {
      allocations: readonly {
        operatorSet: OperatorSet
        strategy: Address
        /** parts in 10¹⁸: what the allocation is to be, not by how much it changes */
        magnitude: bigint
      }[]
      /** The account if left out; another if the account is appointed by it. */
      operator?: Address | undefined
    }

  type ReturnType = {
    hash: Hex
    operator: Address
    updates: {
      operatorSet: OperatorSet
      strategy: Address
      magnitude: bigint
      effectBlock: bigint
    }[]
  }
}
