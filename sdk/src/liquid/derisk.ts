import { tipsAbi } from '@cairn/contracts/abi'
import { encodeFunctionData } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import { type LiquidArg, type AssetName, assetNumber } from './deployment.ts'
import { asDuty } from './internal/asDuty.ts'
import { type Rung, rungIn } from './internal/rungs.ts'

/**
 * Queues a withdrawal of what an active breach of the policy puts at risk, so that it is out before the breach takes effect. Anyone may,
 * at any time.
 *
 * Sends `derisk` to the tips, which pay for it.
 *
 * @example
 * const { root, assets } = await derisk(client, { deployment, index: 0, asset: 'csETH' })
 */
export async function derisk(
  client: CairnClient,
  { deployment, account, index, asset }: derisk.Args,
): Promise<derisk.ReturnType> {
  const data = encodeFunctionData({
    abi: tipsAbi,
    functionName: 'derisk',
    args: [BigInt(index), BigInt(assetNumber(deployment, asset))],
  })
  return rungIn(await asDuty(client, { deployment, account, data }), { deployment, index })
}

export declare namespace derisk {
  type Args = LiquidArg &
    AccountArg & {
      /** of the delegator */
      index: number
      /** `ETH`, or a token by its symbol, number or address. */
      asset: AssetName
    }

  type ReturnType = Rung
}
