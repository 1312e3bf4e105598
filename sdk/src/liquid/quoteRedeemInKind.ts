import { iRateAdapterAbi, spreadAbi } from '@cairn/contracts/abi'
import { multicall } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import { asContract } from '../errors/decode.ts'
import { ExceedsWaitingError } from '../errors/liquid.ts'
import { deployless } from '../internal/multicall.ts'
import { readVaultState } from '../internal/readState.ts'
import { type AssetName, crETH, type LiquidArg, tokenNumber } from './deployment.ts'
import { priceInKind } from './internal/priceInKind.ts'

/**
 * What leaving crETH in a liquid staking token would pay at the newest block's time: the instant lane's price, out of the same
 * bucket, in tokens that wait in the spread.
 *
 * Reads the vault's money, the token's issuer and what waits of it; computes with the spec. Throws where it would be refused, but
 * for a stamp, which `redeemInKind` sees to.
 *
 * @example
 * const { units, fee } = await quoteRedeemInKind(client, { deployment, asset: 'csETH', shares: parseEther('1') })
 */
export async function quoteRedeemInKind(
  client: CairnClient,
  { deployment, asset, shares }: quoteRedeemInKind.Args,
): Promise<quoteRedeemInKind.ReturnType> {
  const number = tokenNumber(deployment, asset)
  const { symbol, adapter } = deployment.liquid.assets[number]!
  const state = await readVaultState(client, { deployment: crETH(deployment) })
  const { gross, fee, available } = asContract(() => priceInKind(state, shares))
  const assets = gross - fee

  const [units, { waiting }] = await multicall(client, {
    ...deployless,
    allowFailure: false,
    contracts: [
      { address: adapter, abi: iRateAdapterAbi, functionName: 'toUnitsDown', args: [assets] },
      {
        address: deployment.liquid.spread,
        abi: spreadAbi,
        functionName: 'assetAt',
        args: [BigInt(number)],
      },
    ],
  })
  if (units > waiting) throw new ExceedsWaitingError(BigInt(number), units, waiting)
  return { asset: symbol, shares, units, assets, gross, fee, available, waiting, at: state.now }
}

export declare namespace quoteRedeemInKind {
  type Args = LiquidArg & {
    /** A token by its symbol, number or address. */
    asset: AssetName
    /** shares of crETH, 18 decimals */
    shares: bigint
  }

  type ReturnType = {
    asset: string
    /** shares of crETH, 18 decimals */
    shares: bigint
    /** units of the token paid */
    units: bigint
    /** wei that they are worth: `gross - fee` */
    assets: bigint
    /** wei that the shares are worth */
    gross: bigint
    /** wei kept by the vault, for those who stay */
    fee: bigint
    /** wei, gross, that the bucket lets out until the next round */
    available: bigint
    /** units of the token that wait in the spread */
    waiting: bigint
    /** seconds: the time that this is priced at */
    at: bigint
  }
}
