import { tipsAbi } from '@cairn/contracts/abi'
import { encodeFunctionData } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import { type AssetName, type LiquidArg, tokenNumber } from './deployment.ts'
import { asDuty, type Done } from './internal/asDuty.ts'

/**
 * Moves tokens that wait in the spread to a delegator that has room for them by its weight, and that the policy admits. Anyone may.
 *
 * Sends `route` to the tips, which pay for all that waits, or all the room there is.
 *
 * @example
 * await route(client, { deployment, index: 0, asset: 'csETH', units })
 */
export async function route(
  client: CairnClient,
  { deployment, account, index, asset, units }: route.Args,
): Promise<route.ReturnType> {
  const number = tokenNumber(deployment, asset)
  const data = encodeFunctionData({
    abi: tipsAbi,
    functionName: 'route',
    args: [BigInt(index), BigInt(number), units],
  })
  const { hash, tip } = await asDuty(client, { deployment, account, data })
  return { hash, tip, index, asset: deployment.liquid.assets[number]!.symbol, units }
}

export declare namespace route {
  type Args = LiquidArg &
    AccountArg & {
      /** of the delegator */
      index: number
      /** A token by its symbol, number or address. */
      asset: AssetName
      units: bigint
    }

  type ReturnType = Done & { index: number; asset: string; units: bigint }
}
