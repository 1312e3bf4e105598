import { spreadAbi } from '@cairn/contracts/abi'
import { encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import { type AssetName, assetNumber, type LiquidArg } from './deployment.ts'

/**
 * Books an asset at its rate of now: a token's that fell at once, one's that rose to vest. Anyone may.
 *
 * Sends `appraise` to the spread.
 *
 * @example
 * const { delta } = await appraise(client, { deployment, asset: 'csETH' })
 */
export async function appraise(
  client: CairnClient,
  { deployment, account, asset }: appraise.Args,
): Promise<appraise.ReturnType> {
  const number = assetNumber(deployment, asset)
  const receipt = await transact(client, {
    account,
    to: deployment.liquid.spread,
    data: encodeFunctionData({
      abi: spreadAbi,
      functionName: 'appraise',
      args: [BigInt(number)],
    }),
  })
  // None where nothing changed.
  const [appraised] = parseEventLogs({
    abi: spreadAbi,
    eventName: 'Appraised',
    logs: receipt.logs,
  })
  return {
    hash: receipt.transactionHash,
    asset: deployment.liquid.assets[number]!.symbol,
    delta: appraised?.args.delta ?? 0n,
  }
}

export declare namespace appraise {
  type Args = LiquidArg &
    AccountArg & {
      /** `ETH`, or a token by its symbol, number or address. */
      asset: AssetName
    }

  type ReturnType = {
    hash: Hex
    asset: string
    /** wei that were booked */
    delta: bigint
  }
}
