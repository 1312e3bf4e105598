import { iRateAdapterAbi, spreadAbi } from '@cairn/contracts/abi'
import { quoteDeposit } from '@cairn/spec'
import { multicall, readContract } from 'viem/actions'
import { quoteStake } from '../actions/quoteStake.ts'
import type { CairnClient } from '../client.ts'
import { asContract, toCairnError } from '../errors/decode.ts'
import { DoorClosedError } from '../errors/liquid.ts'
import { ZeroAmountError } from '../errors/vault.ts'
import { deployless } from '../internal/multicall.ts'
import { readVaultState } from '../internal/readState.ts'
import { type AssetName, crETH, type LiquidArg, tokenNumber } from './deployment.ts'

/**
 * What a deposit of ether, WETH or a liquid staking token would mint of crETH at the newest block's time.
 *
 * Reads the vault's money, and of a token its issuer's rate and its door in the spread; computes with the spec. Throws where
 * the deposit would be refused.
 *
 * @example
 * const { shares, haircut } = await quoteRestake(client, { deployment, amount: parseEther('1'), asset: 'csETH' })
 */
export async function quoteRestake(
  client: CairnClient,
  { deployment, amount, asset = 'ETH' }: quoteRestake.Args,
): Promise<quoteRestake.ReturnType> {
  if (asset === 'ETH' || asset === 'WETH') {
    const quote = await quoteStake(client, { deployment: crETH(deployment), assets: amount })
    const { assets: value, shares, worth, closesAt, at } = quote
    return { asset, amount, value, haircut: 0n, room: undefined, shares, worth, closesAt, at }
  }

  const number = tokenNumber(deployment, asset)
  const { symbol, adapter: address } = deployment.liquid.assets[number]!
  const adapter = { address, abi: iRateAdapterAbi } as const
  const { money, parameters, now } = await readVaultState(client, { deployment: crETH(deployment) })
  await readContract(client, { ...adapter, functionName: 'checkDoor' }).catch((error) => {
    throw toCairnError(error)
  })
  const [value, { capWei, booked, haircutBps }] = await multicall(client, {
    ...deployless,
    allowFailure: false,
    contracts: [
      { ...adapter, functionName: 'toAssetsDown', args: [amount] },
      {
        address: deployment.liquid.spread,
        abi: spreadAbi,
        functionName: 'assetAt',
        args: [BigInt(number)],
      },
    ],
  })
  const room = booked < capWei ? capWei - booked : 0n
  if (value > room) throw new DoorClosedError(BigInt(number), value, room)

  const assets = (value * (10_000n - haircutBps)) / 10_000n
  const quote = asContract(() => quoteDeposit({ money, parameters, now, assets }))
  if (quote.shares === 0n) throw new ZeroAmountError()
  return { asset: symbol, amount, value, haircut: value - assets, room, ...quote, at: now }
}

export declare namespace quoteRestake {
  type Args = LiquidArg & {
    /** wei of ether or WETH; units of a token */
    amount: bigint
    /** `ETH`, `WETH`, or a token by its symbol, number or address. Ether if left out. */
    asset?: AssetName | undefined
  }

  type ReturnType = {
    asset: string
    /** wei of ether or WETH; units of a token */
    amount: bigint
    /** wei that it is worth by its issuer */
    value: bigint
    /** wei of that which stay for those who are in already; they vest */
    haircut: bigint
    /** wei more of the token that its door lets in; undefined for ether */
    room: bigint | undefined
    /** shares of crETH, 18 decimals */
    shares: bigint
    /** wei that the shares are worth at once */
    worth: bigint
    /** seconds: deposits close after this, unless a round finishes first */
    closesAt: bigint
    /** seconds: the time that this is priced at */
    at: bigint
  }
}
