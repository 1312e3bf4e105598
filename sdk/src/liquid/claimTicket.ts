import { spreadAbi, tipsAbi } from '@cairn/contracts/abi'
import { encodeFunctionData, parseEventLogs } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import type { LiquidArg } from './deployment.ts'
import { asDuty, type Done } from './internal/asDuty.ts'

/**
 * Claims what is filled of one of the spread's own tickets in csETH's line, for the vault. Anyone may.
 *
 * Sends `claim` to the tips, which pay for it.
 *
 * @example
 * const { assets } = await claimTicket(client, { deployment, place: 0 })
 */
export async function claimTicket(
  client: CairnClient,
  { deployment, account, place }: claimTicket.Args,
): Promise<claimTicket.ReturnType> {
  const data = encodeFunctionData({ abi: tipsAbi, functionName: 'claim', args: [BigInt(place)] })
  const { logs, ...done } = await asDuty(client, { deployment, account, data })
  const [unwound] = parseEventLogs({ abi: spreadAbi, eventName: 'Unwound', logs })
  const { ticket, remainder, assets } = unwound!.args
  return { ...done, ticket, assets, remainder: remainder === 0n ? undefined : remainder }
}

export declare namespace claimTicket {
  type Args = LiquidArg &
    AccountArg & {
      /** Which of the spread's tickets, as `readSpread` lists them. */
      place: number
    }

  type ReturnType = Done & {
    ticket: bigint
    /** wei that came to the vault */
    assets: bigint
    /** The ticket for what isn't filled yet, if anything isn't. */
    remainder: bigint | undefined
  }
}
