import { tipsAbi } from '@cairn/contracts/abi'
import { encodeFunctionData } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import { type LiquidArg, type AssetName, assetNumber } from './deployment.ts'
import { asDuty } from './internal/asDuty.ts'
import { type Rung, rungIn } from './internal/rungs.ts'

/**
 * Lays a rung: queues a withdrawal from a delegator for what the queue and the lane are short of, as far as today's rungs go. Anyone
 * may.
 *
 * Sends `lay` to the tips, which pay for it.
 *
 * @example
 * const { root, assets } = await lay(client, { deployment, index: 0, asset: 'csETH' })
 */
export async function lay(
  client: CairnClient,
  { deployment, account, index, asset }: lay.Args,
): Promise<lay.ReturnType> {
  const data = encodeFunctionData({
    abi: tipsAbi,
    functionName: 'lay',
    args: [BigInt(index), BigInt(assetNumber(deployment, asset))],
  })
  return rungIn(await asDuty(client, { deployment, account, data }), { deployment, index })
}

export declare namespace lay {
  type Args = LiquidArg &
    AccountArg & {
      /** of the delegator */
      index: number
      /** `ETH`, or a token by its symbol, number or address. */
      asset: AssetName
    }

  type ReturnType = Rung
}
