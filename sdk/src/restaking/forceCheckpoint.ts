import { iCairnEigenPodAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import { createdIn } from './internal/podEvents.ts'

/**
 * Opens a checkpoint of somebody else's pod that its owner has let slide, so that a loss can't be kept from the books. Only Cairn's
 * pods know it.
 *
 * Sends `forceCheckpoint` to the pod.
 *
 * @example
 * const { beaconBlockRoot } = await forceCheckpoint(client, { pod })
 */
export async function forceCheckpoint(
  client: CairnClient,
  { account, pod }: forceCheckpoint.Args,
): Promise<forceCheckpoint.ReturnType> {
  const receipt = await transact(client, {
    account,
    to: pod,
    data: encodeFunctionData({ abi: iCairnEigenPodAbi, functionName: 'forceCheckpoint' }),
  })
  return {
    hash: receipt.transactionHash,
    pod,
    ...createdIn(receipt.logs),
  }
}

export declare namespace forceCheckpoint {
  type Args = AccountArg & { pod: Address }

  type ReturnType = {
    hash: Hex
    pod: Address
    /** seconds */
    startedAt: bigint
    /** Of the block whose state the balances are proven against. */
    beaconBlockRoot: Hex
    /** How many balances are to be proven. */
    validators: number
  }
}
