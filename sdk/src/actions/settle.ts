import { redeemQueueAbi } from '@cairn/contracts/abi'
import { encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import type { VaultArg } from '../deployment.ts'
import { transact } from '../internal/transact.ts'

/**
 * Moves what is filled of tickets into their owners' settled balances, from which ERC-7540's `redeem` pays WETH.
 *
 * Sends `settle` to the queue.
 *
 * @example
 * const { assets } = await settle(client, { deployment, ids: [id] })
 */
export async function settle(client: CairnClient, args: settle.Args): Promise<settle.ReturnType> {
  const { deployment, ids, account } = args

  const receipt = await transact(client, {
    account,
    to: deployment.queue,
    data: encodeFunctionData({ abi: redeemQueueAbi, functionName: 'settle', args: [ids] }),
  })

  const settled = parseEventLogs({
    abi: redeemQueueAbi,
    eventName: 'Settled',
    logs: receipt.logs,
  })
  return {
    hash: receipt.transactionHash,
    shares: settled.reduce((sum, log) => sum + log.args.shares, 0n),
    assets: settled.reduce((sum, log) => sum + log.args.assets, 0n),
  }
}

export declare namespace settle {
  type Args = VaultArg<'queue'> &
    AccountArg & {
      /** Tickets, at most 64. */
      ids: readonly bigint[]
    }

  type ReturnType = {
    hash: Hex
    /** shares, 18 decimals */
    shares: bigint
    /** wei */
    assets: bigint
  }
}
