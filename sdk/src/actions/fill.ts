import { stakedEtherAbi } from '@cairn/contracts/abi'
import { encodeFunctionData, type Hex, maxUint256, parseEventLogs } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import type { VaultArg } from '../deployment.ts'
import { stamped } from '../internal/stamped.ts'
import { transact } from '../internal/transact.ts'

/**
 * Pays the head of the queue with idle ether at the rate of now. Anyone may.
 *
 * Sends `fill` to the vault (and `check` to crETH's spread before, where there is no stamp).
 *
 * @example
 * const { shares, assets } = await fill(client, { deployment })
 */
export async function fill(client: CairnClient, args: fill.Args): Promise<fill.ReturnType> {
  const { deployment, maxAssets = maxUint256, account } = args
  const check = await stamped(client, { deployment, account })
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
  return { hash: receipt.transactionHash, check, shares, assets }
}

export declare namespace fill {
  type Args = VaultArg<'vault' | 'spread'> &
    AccountArg & {
      /** wei; all that can be paid if left out. */
      maxAssets?: bigint | undefined
    }

  type ReturnType = {
    hash: Hex
    /** The transaction that stamped the block before, if one was needed. */
    check: Hex | undefined
    /** shares that left the queue, 18 decimals */
    shares: bigint
    /** wei that went to the escrow for them */
    assets: bigint
  }
}
