import { iAllocationManagerAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'

/**
 * Changes how many blocks an allocation of the operator takes to come into effect. The change itself takes the configuration delay.
 *
 * Sends `setAllocationDelay` to the AllocationManager.
 *
 * @example
 * const { effectBlock } = await setAllocationDelay(client, { deployment, delay: 100_801 })
 */
export async function setAllocationDelay(
  client: CairnClient,
  args: setAllocationDelay.Args,
): Promise<setAllocationDelay.ReturnType> {
  const { deployment, delay } = args
  const account = accountOf(client, args.account)
  const operator = args.operator ?? account.address
  const receipt = await transact(client, {
    account,
    to: deployment.allocationManager,
    data: encodeFunctionData({
      abi: iAllocationManagerAbi,
      functionName: 'setAllocationDelay',
      args: [operator, delay],
    }),
  })

  const [set] = parseEventLogs({
    abi: iAllocationManagerAbi,
    eventName: 'AllocationDelaySet',
    logs: receipt.logs,
  })
  return {
    hash: receipt.transactionHash,
    operator,
    delay,
    effectBlock: BigInt(set!.args.effectBlock),
  }
}

export declare namespace setAllocationDelay {
  type Args = RestakingArg<'allocationManager'> &
    AccountArg & {
      /** blocks */
      delay: number
      /** The account if left out; another if the account is appointed by it. */
      operator?: Address | undefined
    }

  type ReturnType = { hash: Hex; operator: Address; delay: number; effectBlock: bigint }
}
