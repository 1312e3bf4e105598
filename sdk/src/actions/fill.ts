import { stakedEtherAbi } from '@cairn/contracts/abi'
import { encodeFunctionData, type Hex, maxUint256, parseEventLogs } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import type { DeploymentArg } from '../deployment.ts'
import { transact } from '../internal/transact.ts'

/**
 * Pays the head of the queue with idle ether at the rate of now. Anyone may.
 *
 * Sends `fill` to the vault.
 *
 * @example
 * const { shares, assets } = await fill(client, { deployment })
 */
export async function fill(client: CairnClient, args: fill.Args): Promise<fill.ReturnType> {
  const { deployment, maxAssets = maxUint256, account } = args

  const receipt = await transact(client, {
    account,
    to: deployment.vault,
    data: encodeFunctionData({
      abi: stakedEtherAbi,
      functionName: 'fill',
      args: [maxAssets],
    }),
  })

  const [filled] = parseEventLogs({
    abi: stakedEtherAbi,
    eventName: 'Filled',
    logs: receipt.logs,
  })
  const { shares, assets } = filled!.args
  return { hash: receipt.transactionHash, shares, assets }
}

export declare namespace fill {
  type Args = DeploymentArg<'vault'> &
    AccountArg & {
      /** wei; all that can be paid if left out. */
      maxAssets?: bigint | undefined
    }

  type ReturnType = {
    hash: Hex
    /** shares that left the queue, 18 decimals */
    shares: bigint
    /** wei that went to the escrow for them */
    assets: bigint
  }
}
