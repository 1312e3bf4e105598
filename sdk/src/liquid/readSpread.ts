import { restakedEtherAbi, spreadAbi, tipsAbi } from '@cairn/contracts/abi'
import { type Address, isAddressEqual, zeroAddress } from 'viem'
import { multicall } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import { deployless } from '../internal/multicall.ts'
import { type Overview, overviewOf } from '../internal/overview.ts'
import { readGrowth } from '../internal/readPace.ts'
import { readVaultState } from '../internal/readState.ts'
import { crETH, type LiquidArg } from './deployment.ts'

/**
 * crETH at a glance: the rate and its age, the assets behind it, what each delegator holds of them, the round, the stamp.
 *
 * Reads the vault's money, and of the spread every asset, delegator and holding as last counted, at one block.
 *
 * @example
 * const { rate, assets, delegators, stamp } = await readSpread(client, { deployment })
 */
export async function readSpread(
  client: CairnClient,
  { deployment }: readSpread.Args,
): Promise<readSpread.ReturnType> {
  const { liquid } = deployment
  const spread = { address: liquid.spread, abi: spreadAbi } as const
  const vault = { address: liquid.vault, abi: restakedEtherAbi } as const

  const state = await readVaultState(client, { deployment: crETH(deployment) })
  const at = { ...deployless, allowFailure: false, blockNumber: state.blockNumber } as const
  const [assetCount, delegatorCount, round, tickets, booked, wanted, rung, coming, ...rest] =
    await multicall(client, {
      ...at,
      contracts: [
        { ...spread, functionName: 'assetCount' },
        { ...spread, functionName: 'delegatorCount' },
        { ...spread, functionName: 'round' },
        { ...spread, functionName: 'tickets' },
        { ...spread, functionName: 'booked' },
        { ...spread, functionName: 'wanted' },
        { ...spread, functionName: 'rung' },
        { ...spread, functionName: 'coming' },
        { ...vault, functionName: 'stampedAt' },
        { ...vault, functionName: 'stampFor' },
        { address: liquid.tips, abi: tipsAbi, functionName: 'pot' },
      ],
    })
  const places = upTo(assetCount)
  const indices = upTo(delegatorCount)

  const assets = await multicall(client, {
    ...at,
    contracts: places.map((it) => ({ ...spread, functionName: 'assetAt', args: [it] }) as const),
  })
  const routable = await multicall(client, {
    ...at,
    contracts: places
      .slice(1)
      .map((it) => ({ ...spread, functionName: 'routable', args: [it] }) as const),
  })
  const delegators = await multicall(client, {
    ...at,
    contracts: indices.map(
      (it) => ({ ...spread, functionName: 'delegatorAt', args: [it] }) as const,
    ),
  })
  const pairs = indices.flatMap((index) => places.map((place) => [index, place] as const))
  const holdings = await multicall(client, {
    ...at,
    contracts: pairs.map((args) => ({ ...spread, functionName: 'holdingOf', args }) as const),
  })
  const worths = await multicall(client, {
    ...at,
    contracts: pairs.map((args) => ({ ...spread, functionName: 'assetsIn', args }) as const),
  })
  const rooms = await multicall(client, {
    ...at,
    contracts: pairs.map((args) => ({ ...spread, functionName: 'roomFor', args }) as const),
  })

  const [stampedAt, stampFor, pot] = rest
  return {
    ...overviewOf(state),
    growthPerYear: await readGrowth(client, { deployment: crETH(deployment), state }),
    assetsBehind: assets.map((asset, number) => ({
      ...asset,
      // Beacon ether doesn't wait here.
      routable: number === 0 ? 0n : routable[number - 1]!,
      number,
      symbol: symbolOf(deployment, asset),
    })),
    delegators: delegators.map(([delegator, operator, weight], index) => ({
      index,
      delegator,
      operator,
      weight,
      holdings: places.map((_, number) => {
        const pair = index * places.length + number
        return { ...holdings[pair]!, assets: worths[pair]!, room: rooms[pair]! }
      }),
    })),
    booked,
    wanted,
    rung,
    coming,
    tickets: [...tickets],
    pot,
    round: {
      ...round,
      missing: indices.filter((it) => (round.missing >> it) & 1n).map(Number),
    },
    stamp: {
      stampedAt,
      validUntil: stampedAt + stampFor,
      // What is sent now is in the next block at the earliest.
      fresh: state.blockNumber < stampedAt + stampFor,
    },
  }
}

function upTo(count: bigint): bigint[] {
  return Array.from({ length: Number(count) }, (_, i) => BigInt(i))
}

function symbolOf({ liquid }: LiquidArg['deployment'], { token }: { token: Address }): string {
  if (isAddressEqual(token, zeroAddress)) return 'ETH'
  const known = liquid.assets.find((it) => isAddressEqual(it.token, token))
  return known?.symbol ?? token
}

export declare namespace readSpread {
  type Args = LiquidArg

  type Asset = {
    /** in the spread; 0 is beacon ether */
    number: number
    symbol: string
    strategy: Address
    /** 0 for ether */
    adapter: Address
    /** 0 for ether */
    token: Address
    /** wei of all of it together that deposits may bring; no limit for ether */
    capWei: bigint
    /** basis points of a deposit's worth, for those who are in already */
    haircutBps: bigint
    /** units that the delegators have, as last counted */
    units: bigint
    /** of them, queued withdrawals */
    queued: bigint
    /** units that wait in the spread */
    waiting: bigint
    /** of those, that may be routed: nobody waits for them in ether */
    routable: bigint
    /** wei that all of them are booked with */
    booked: bigint
  }

  type Holding = {
    /** units, as last counted */
    units: bigint
    /** of them, queued withdrawals */
    queued: bigint
    /** of 10¹⁸: what slashing had left of the operator then */
    magnitude: bigint
    /** of 10¹⁸: what slashing had left of the pod's beacon ether then; 0 for tokens */
    slashingFactor: bigint
    /** wei that they are booked with */
    assets: bigint
    /** units more that the delegator may get by its weight */
    room: bigint
  }

  type ReturnType = Overview & {
    /** parts in 10¹⁸ by which a share grew lately, as if for a year, net of fees; undefined within a day of the first booking */
    growthPerYear: bigint | undefined
    /** By number. */
    assetsBehind: Asset[]
    delegators: {
      index: number
      delegator: Address
      operator: Address
      weight: bigint
      /** By the assets' numbers. */
      holdings: Holding[]
    }[]
    /** wei of everything outside the vault, as booked */
    booked: bigint
    /** wei that the queue and the lane are short of, of which nothing is on its way */
    wanted: bigint
    /** wei that one day's rungs may ask back */
    rung: bigint
    /** wei asked back and not here yet */
    coming: bigint
    /** Tickets of the spread's own in csETH's line. */
    tickets: bigint[]
    /** shares of crETH, 18 decimals, that keepers are tipped from: a 32nd each time */
    pot: bigint
    round: {
      number: bigint
      /** seconds */
      openedAt: bigint
      /** seconds: of what has been synced so far, nothing is known from before */
      provenAt: bigint
      /** shares, 18 decimals: where the line ended when it opened */
      tail: bigint
      /** Indices of the delegators that aren't synced in it yet. */
      missing: number[]
    }
    stamp: {
      /** block */
      stampedAt: bigint
      /** the last block that it holds for */
      validUntil: bigint
      /** Whether the next block can pay under it. */
      fresh: boolean
    }
  }
}
