import { spreadAbi, tipsAbi } from '@cairn/contracts/abi'
import { encodeFunctionData, parseEventLogs } from 'viem'
import { multicall } from 'viem/actions'
import type { AccountArg, CairnClient } from '../client.ts'
import { min } from '../internal/math.ts'
import { deployless } from '../internal/multicall.ts'
import { type AssetName, type LiquidArg, tokenNumber } from './deployment.ts'
import { asDuty, type Done } from './internal/asDuty.ts'

/**
 * Moves tokens that wait in the spread to a delegator that has room for them by its weight, and that the policy admits. Anyone may.
 *
 * Reads the room and what waits; sends `route` to the tips, which pay for all that waits, or all the room there is.
 *
 * @example
 * const { units } = await route(client, { deployment, index: 0, asset: 'csETH' })
 */
export async function route(
  client: CairnClient,
  { deployment, account, index, asset, ...args }: route.Args,
): Promise<route.ReturnType> {
  const number = tokenNumber(deployment, asset)
  const units = args.units ?? (await mostOf(client, { deployment, index, number }))
  const data = encodeFunctionData({
    abi: tipsAbi,
    functionName: 'route',
    args: [BigInt(index), BigInt(number), units],
  })
  const { logs, ...done } = await asDuty(client, { deployment, account, data })
  const [routed] = parseEventLogs({ abi: spreadAbi, eventName: 'Routed', logs })
  const { symbol } = deployment.liquid.assets[number]!
  return { ...done, index, asset: symbol, units: routed!.args.units }
}

/** All that may be routed, or all the room there is. */
async function mostOf(
  client: CairnClient,
  { deployment, index, number }: LiquidArg & { index: number; number: number },
): Promise<bigint> {
  const spread = { address: deployment.liquid.spread, abi: spreadAbi } as const
  const asset = BigInt(number)
  const [room, routable] = await multicall(client, {
    ...deployless,
    allowFailure: false,
    contracts: [
      { ...spread, functionName: 'roomFor', args: [BigInt(index), asset] },
      { ...spread, functionName: 'routable', args: [asset] },
    ],
  })
  return min(room, routable)
}

export declare namespace route {
  type Args = LiquidArg &
    AccountArg & {
      /** of the delegator */
      index: number
      /** A token by its symbol, number or address. */
      asset: AssetName
      /** All that may be routed, or all the room there is, if left out. */
      units?: bigint | undefined
    }

  type ReturnType = Done & {
    index: number
    asset: string
    /** that were moved */
    units: bigint
  }
}
