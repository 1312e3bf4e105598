import { rewardAuctionAbi, tipsAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, parseEventLogs } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import type { LiquidArg } from './deployment.ts'
import { asDuty, type Done } from './internal/asDuty.ts'

/**
 * Opens an auction of all that was claimed of a reward token: its price falls from a multiple of the last one to a part of it. Anyone may.
 *
 * Sends `openAuction` to the tips, which pay for it.
 *
 * @example
 * const { units, basis } = await openAuction(client, { deployment, token })
 */
export async function openAuction(
  client: CairnClient,
  { deployment, account, token }: openAuction.Args,
): Promise<openAuction.ReturnType> {
  const data = encodeFunctionData({ abi: tipsAbi, functionName: 'openAuction', args: [token] })
  const { logs, ...done } = await asDuty(client, { deployment, account, data })
  const [opened] = parseEventLogs({ abi: rewardAuctionAbi, eventName: 'AuctionOpened', logs })
  return { ...done, ...opened!.args }
}

export declare namespace openAuction {
  type Args = LiquidArg & AccountArg & { token: Address }

  type ReturnType = Done & {
    token: Address
    /** units of the token in the lot */
    units: bigint
    /** wei for 10¹⁸ units: what the price is a multiple of */
    basis: bigint
  }
}
