import { iRateAdapterAbi, spreadAbi, spreadLensAbi } from '@cairn/contracts/abi'
import * as spec from '@cairn/spec'
import { SpecError, toAssetsDown } from '@cairn/spec'
import { multicall } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import type { CairnError } from '../errors/base.ts'
import { fromSpec } from '../errors/decode.ts'
import { ExceedsWaitingError } from '../errors/liquid.ts'
import type { InstantExit } from '../internal/exits.ts'
import { deployless } from '../internal/multicall.ts'
import { readVaultState, type VaultState } from '../internal/readState.ts'
import { crETH, type LiquidArg } from './deployment.ts'
import { priceInKind } from './internal/priceInKind.ts'

/**
 * Every door out of crETH for an amount of shares, before anything is asked: the queue with its estimated time, the instant lane, each
 * token in kind, with what each costs. There is no market that the protocol knows of.
 *
 * Reads `estimateExit` of the lens, the vault's money, and what waits of each token; computes with the spec.
 *
 * @example
 * const { queue, instant, inKind } = await readExit(client, { deployment, shares: parseEther('1') })
 */
export async function readExit(
  client: CairnClient,
  { deployment, shares }: readExit.Args,
): Promise<readExit.ReturnType> {
  const { spread, lens, assets } = deployment.liquid
  const state = await readVaultState(client, { deployment: crETH(deployment) })
  const { money, parameters, now, blockNumber } = state
  const rate = spec.rate(money, parameters, now)
  const worth = toAssetsDown(shares, rate.assets, rate.supply)
  const priced = attempt(() => priceInKind(state, shares))

  const at = { ...deployless, allowFailure: false, blockNumber } as const
  const [estimate] = await multicall(client, {
    ...at,
    contracts: [
      { address: lens, abi: spreadLensAbi, functionName: 'estimateExit', args: [spread, shares] },
    ],
  })
  const tokens = assets.slice(1)
  const waiting = await multicall(client, {
    ...at,
    contracts: tokens.map(
      (_, i) =>
        ({
          address: spread,
          abi: spreadAbi,
          functionName: 'assetAt',
          args: [BigInt(i + 1)],
        }) as const,
    ),
  })
  const paid = priced instanceof SpecError ? 0n : priced.gross - priced.fee
  const units = await multicall(client, {
    ...at,
    contracts: tokens.map(
      ({ adapter }) =>
        ({
          address: adapter,
          abi: iRateAdapterAbi,
          functionName: 'toUnitsDown',
          args: [paid],
        }) as const,
    ),
  })

  const { seconds_: seconds, ...inputs } = estimate
  return {
    shares,
    worth,
    queue: {
      ...inputs,
      seconds,
      at: now + seconds,
      assets: worth,
      minimum: shares < parameters.minRequest ? parameters.minRequest : undefined,
    },
    instant: instantOf(state, shares),
    inKind: tokens.map(({ symbol }, i) => {
      const token = { asset: symbol, waiting: waiting[i]!.waiting }
      if (priced instanceof SpecError) return { ...token, type: 'closed', reason: fromSpec(priced) }
      if (units[i]! > token.waiting) {
        const reason = new ExceedsWaitingError(BigInt(i + 1), units[i]!, token.waiting)
        return { ...token, type: 'closed', reason }
      }
      const { fee, gross } = priced
      const feeBps = (fee * 10_000n) / gross
      return { ...token, type: 'open', units: units[i]!, assets: paid, fee, feeBps }
    }),
    bucket: { capacity: money.laneCapacity, used: money.laneUsed },
    blockNumber,
    at: now,
  }
}

function instantOf({ money, parameters, now }: VaultState, shares: bigint): InstantExit {
  const quote = attempt(() => spec.quoteRedeemInstant({ money, parameters, now, shares }))
  if (quote instanceof SpecError) return { type: 'closed', reason: fromSpec(quote) }
  const { assets, fee, gross } = quote
  return { type: 'open', assets, fee, feeBps: (fee * 10_000n) / gross }
}

function attempt<value>(rule: () => value): value | SpecError {
  try {
    return rule()
  } catch (error) {
    if (error instanceof SpecError) return error
    throw error
  }
}

export declare namespace readExit {
  type Args = LiquidArg & {
    /** shares of crETH, 18 decimals */
    shares: bigint
  }

  type InKind = {
    asset: string
    /** units of the token that wait in the spread */
    waiting: bigint
  } & (
    | {
        type: 'open'
        /** units of the token paid */
        units: bigint
        /** wei that they are worth */
        assets: bigint
        /** wei kept by the vault */
        fee: bigint
        /** basis points of what the shares are worth, rounded down */
        feeBps: bigint
      }
    | { type: 'closed'; reason: CairnError }
  )

  type ReturnType = {
    /** shares of crETH, 18 decimals */
    shares: bigint
    /** wei that they are worth now */
    worth: bigint
    queue: {
      /** seconds: the estimated time of the fill, if nothing else comes or goes */
      at: bigint
      /** seconds from now */
      seconds: bigint
      /** wei that the shares are worth now: what the fill pays is their worth then */
      assets: bigint
      /** wei in line before, and these */
      ahead: bigint
      /** wei that can be filled now */
      idle: bigint
      /** wei asked back and not here yet */
      coming: bigint
      /** wei a day that rungs bring */
      rung: bigint
      /** seconds from a rung to its ether */
      delay: bigint
      /** shares, 18 decimals: the least that a request takes, if these are fewer */
      minimum: bigint | undefined
    }
    /** The lane, once there is a stamp: `redeemInstant` sees to one. */
    instant: InstantExit
    /** Each token, at the lane's price and out of its bucket. */
    inKind: InKind[]
    /** wei, gross, that both let out between two rounds, and what of it is used */
    bucket: { capacity: bigint; used: bigint }
    blockNumber: bigint
    /** seconds: the time of the block that this was read at */
    at: bigint
  }
}
