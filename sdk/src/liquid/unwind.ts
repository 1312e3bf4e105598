import { spreadAbi, tipsAbi } from '@cairn/contracts/abi'
import { encodeFunctionData, parseEventLogs } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import { type AssetName, type LiquidArg, tokenNumber } from './deployment.ts'
import { asDuty, type Done } from './internal/asDuty.ts'

/**
 * Puts csETH that waits in the spread into csETH's own line for ether, as far as the queue and the lane are short of it. Anyone may.
 *
 * Sends `unwind` to the tips, which pay for it.
 *
 * @example
 * const { ticket } = await unwind(client, { deployment, asset: 'csETH' })
 */
export async function unwind(
  client: CairnClient,
  { deployment, account, asset }: unwind.Args,
): Promise<unwind.ReturnType> {
  const number = tokenNumber(deployment, asset)
  const data = encodeFunctionData({ abi: tipsAbi, functionName: 'unwind', args: [BigInt(number)] })
  const { logs, ...done } = await asDuty(client, { deployment, account, data })
  const [unwinding] = parseEventLogs({ abi: spreadAbi, eventName: 'Unwinding', logs })
  const { units, ticket } = unwinding!.args
  return { ...done, asset: deployment.liquid.assets[number]!.symbol, units, ticket }
}

export declare namespace unwind {
  type Args = LiquidArg &
    AccountArg & {
      /** A token by its symbol, number or address. */
      asset: AssetName
    }

  type ReturnType = Done & {
    asset: string
    units: bigint
    /** Its place in the issuer's line. */
    ticket: bigint
  }
}
