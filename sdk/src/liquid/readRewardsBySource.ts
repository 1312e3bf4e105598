import {
  firstLossAbi,
  priceOracleAbi,
  restakedEtherAbi,
  rewardAuctionAbi,
  spreadAbi,
  tipsAbi,
} from '@cairn/contracts/abi'
import { rate, toAssetsDown } from '@cairn/spec'
import { type Address, isAddressEqual, parseEventLogs } from 'viem'
import { multicall } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import { type Gain, gainIn, logsSince, sum } from '../internal/gains.ts'
import { max, min } from '../internal/math.ts'
import { deployless } from '../internal/multicall.ts'
import { readVaultState } from '../internal/readState.ts'
import { crETH, type LiquidArg } from './deployment.ts'

/**
 * Where crETH's gains of the last days came from, and what they cost: staking of each asset, each service's rewards as they were sold
 * for ether, what leaving and entering left to those who stay; losses, and who bore them; fees, tips and the first-loss reserve.
 *
 * Reads the events of the vault, the spread, the auction, the reserve and the tips, and which token each service pays in.
 *
 * @example
 * const { staking, services } = await readRewardsBySource(client, { deployment, days: 30 })
 */
export async function readRewardsBySource(
  client: CairnClient,
  { deployment, days = 7 }: readRewardsBySource.Args,
): Promise<readRewardsBySource.ReturnType> {
  const { liquid, fromBlock = 0n } = deployment
  const { money, parameters, now, blockNumber } = await readVaultState(client, {
    deployment: crETH(deployment),
  })
  const { logs, since } = await logsSince(client, {
    address: [liquid.vault, liquid.spread, liquid.auction, liquid.firstLoss, liquid.tips],
    since: now - BigInt(days) * 86_400n,
    from: fromBlock,
    to: blockNumber,
  })
  const [spread, vault] = [
    { abi: spreadAbi, logs },
    { abi: restakedEtherAbi, logs },
  ] as const
  const appraised = parseEventLogs({ ...spread, eventName: 'Appraised' })
  const deposited = parseEventLogs({ ...spread, eventName: 'Deposited' })
  const booked = parseEventLogs({ ...vault, eventName: 'Booked' })
  const instant = parseEventLogs({ ...vault, eventName: 'RedeemedInstant' })
  const inKind = parseEventLogs({ ...vault, eventName: 'RedeemedInKind' })
  const covered = parseEventLogs({ ...vault, eventName: 'Covered' })
  const fees = parseEventLogs({ ...vault, eventName: 'FeesCollected' })
  const sold = parseEventLogs({ abi: rewardAuctionAbi, logs, eventName: 'Sold' })
  const shared = parseEventLogs({ abi: firstLossAbi, logs, eventName: 'Distributed' })
  const tipped = parseEventLogs({ abi: tipsAbi, logs, eventName: 'Tipped' })
  const payers = await readPayers(client, { deployment })
  const haircuts = await readHaircuts(client, { deployment })

  const { assets: total, supply } = rate(money, parameters, now)
  const source = gainIn({ seconds: now - since, assets: total })

  const haircutOf = (number: bigint) =>
    sum(
      deposited
        .filter(({ args }) => args.asset === number)
        // What is booked is the worth less the haircut, so the worth is known to a wei or two.
        .map(
          ({ args: { assets } }) => (assets * whole) / (whole - haircuts[Number(number)]!) - assets,
        ),
    )
  const staking = liquid.assets.map(({ symbol }, i) => {
    const deltas = appraised
      .filter(({ args }) => args.asset === BigInt(i))
      .map(({ args }) => args.delta)
    const gains = sum(deltas.map((it) => max(it, 0n)))
    const loss = -sum(deltas.map((it) => min(it, 0n)))
    return { asset: symbol, ...source(max(gains - haircutOf(BigInt(i)), 0n)), loss }
  })
  const tokens = [...new Set(sold.map(({ args }) => args.token))]
  const services = tokens.map((token) => {
    const sales = sold.filter(({ args }) => args.token === token)
    return {
      service: payers.find((it) => isAddressEqual(it.token, token))?.service,
      token,
      units: sum(sales.map(({ args }) => args.units)),
      ...source(sum(sales.map(({ args }) => args.assets))),
    }
  })
  const leaving = sum([...instant, ...inKind].map(({ args }) => args.fee))
  const entering = sum(liquid.assets.map((_, i) => haircutOf(BigInt(i))))
  const known =
    sum(appraised.map(({ args }) => args.delta)) + sum(sold.map(({ args }) => args.assets))
  const collected = sum(fees.map(({ args }) => args.shares))

  return {
    from: since,
    to: now,
    assets: total,
    staking,
    services,
    leaving: source(leaving),
    entering: source(entering),
    unasked: source(sum(booked.map(({ args }) => args.delta)) - known),
    covered: {
      assets: sum(covered.map(({ args }) => args.covered)),
      shares: sum(covered.map(({ args }) => args.shares)),
    },
    fees: {
      collected,
      worth: toAssetsDown(collected, total, supply),
      kept: sum(shared.map(({ args }) => args.stays)),
      paid: sum(shared.map(({ args }) => args.paid)),
      pot: sum(shared.map(({ args }) => args.tipped)),
      tips: sum(tipped.map(({ args }) => args.shares)),
    },
    at: now,
  }
}

const whole = 10_000n

/** Which service pays in which token. */
async function readPayers(client: CairnClient, { deployment }: LiquidArg) {
  const services = Object.values(deployment.restaking.avs ?? {})
  const tokens = await multicall(client, {
    ...deployless,
    contracts: services.map(
      (address) => ({ address, abi: priceOracleAbi, functionName: 'token' }) as const,
    ),
  })
  return services.flatMap((service, i) => {
    const token = tokens[i]!.result
    return token === undefined ? [] : [{ service, token }]
  })
}

async function readHaircuts(client: CairnClient, { deployment: { liquid } }: LiquidArg) {
  const assets = await multicall(client, {
    ...deployless,
    allowFailure: false,
    contracts: liquid.assets.map(
      (_, i) =>
        ({
          address: liquid.spread,
          abi: spreadAbi,
          functionName: 'assetAt',
          args: [BigInt(i)],
        }) as const,
    ),
  })
  return assets.map(({ haircutBps }) => haircutBps)
}

export declare namespace readRewardsBySource {
  type Args = LiquidArg & {
    /** How far to look back. 7 if left out; not further than the deployment. */
    days?: number | undefined
  }

  type Source = Gain

  type ReturnType = {
    /** seconds: since when events are counted */
    from: bigint
    /** seconds */
    to: bigint
    /** wei that all of crETH is worth now */
    assets: bigint
    /** By asset: what its own yield brought, and what it lost (wei): by slashing, or by its issuer. Gains and losses of one count
     * are netted. */
    staking: (Source & { asset: string; loss: bigint })[]
    /** By token: what its rewards were sold for. */
    services: (Source & {
      /** Who pays in it; undefined if nobody known does. */
      service: Address | undefined
      token: Address
      /** units sold */
      units: bigint
    })[]
    /** Fees of those who left at once or in kind. */
    leaving: Source
    /** Haircuts of those who entered with tokens, to a wei or two a deposit. */
    entering: Source
    /** Ether that arrived for no shares. */
    unasked: Source
    /** What the first-loss reserve bore of losses: wei, and the shares of 18 decimals that went for it. */
    covered: { assets: bigint; shares: bigint }
    /** shares of 18 decimals, but `worth` */
    fees: {
      collected: bigint
      /** wei that they are worth now */
      worth: bigint
      /** stay, to bear losses first */
      kept: bigint
      /** went to the pot that keepers are tipped from */
      pot: bigint
      /** went to the beneficiary */
      paid: bigint
      /** came out of the pot */
      tips: bigint
    }
    /** seconds: the time of the block that this was read at */
    at: bigint
  }
}
