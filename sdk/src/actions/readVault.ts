import {
  balance,
  idle,
  laneAvailable,
  accrue,
  marginalFeeBps,
  rate,
  toAssetsDown,
  unvestedAt,
} from '@cairn/spec'
import type { CairnClient } from '../client.ts'
import type { DeploymentArg } from '../deployment.ts'
import { readPace } from '../internal/readPace.ts'
import { readState } from '../internal/readState.ts'

/**
 * The whole vault at a glance: the rate and its age, what stands behind it, the queue, the lane.
 *
 * Reads the vault's money, the queue's ends, when a checkpoint is due, and the bookings of late.
 *
 * @example
 * const { rate, age, queue } = await readVault(client, { deployment })
 */
export async function readVault(
  client: CairnClient,
  { deployment }: readVault.Args,
): Promise<readVault.ReturnType> {
  const state = await readState(client, { deployment })
  const pace = await readPace(client, { deployment, state })
  const { money, parameters, now, tail, filled } = state

  const { assets, supply } = rate(money, parameters, now)
  const accrued = accrue(money, parameters, now)
  const queuedShares = tail - filled
  const { queued, stakeable, shortfall } = balance(accrued, parameters, queuedShares)
  const staleAt = money.provenAt + parameters.staleAfter

  return {
    assets,
    supply,
    rate: toAssetsDown(10n ** 18n, assets, supply),
    unvested: unvestedAt(money, now),
    vestedAt: money.until,
    deficit: accrued.deficit,
    fees: accrued.fees,
    idle: idle(money),
    outside: money.outside,
    stakeable,
    shortfall,
    withdrawing: state.withdrawing,
    growthPerYear: pace.growthPerYear,

    provenAt: money.provenAt,
    age: now - money.provenAt,
    staleAt,
    stale: now > staleAt,
    freshUntil: money.provenAt + parameters.freshFor,
    dueAt: state.dueAt,
    checkpointOpen: money.open,
    slashingUnbooked: money.slashing,

    queue: {
      shares: queuedShares,
      assets: queued,
      eligible: money.eligible,
      tail,
      filled,
    },
    lane: {
      capacity: money.laneCapacity,
      used: money.laneUsed,
      available: laneAvailable(accrued),
      feeBps: marginalFeeBps(money.laneUsed, money.laneCapacity, parameters),
      open: !money.open && !money.slashing && now <= staleAt,
    },

    parameters,
    blockNumber: state.blockNumber,
    at: now,
  }
}

export declare namespace readVault {
  type Args = DeploymentArg

  type ReturnType = {
    /** wei that all shares are worth now */
    assets: bigint
    /** all shares, 18 decimals, the fee accrued up to now included */
    supply: bigint
    /** wei that one whole share (10¹⁸) is worth now, rounded down */
    rate: bigint
    /** wei of gains that aren't in the rate yet */
    unvested: bigint
    /** seconds: when they all will be */
    vestedAt: bigint
    /** wei by which the shares are below their high-water mark: gains up to here pay no fee */
    deficit: bigint
    /** shares of fees that accrued and weren't collected, 18 decimals */
    fees: bigint
    /** wei in the vault that are accounted for */
    idle: bigint
    /** wei on the beacon chain, and on their way there */
    outside: bigint
    /** wei that may be staked */
    stakeable: bigint
    /** wei that idle ether falls short of the queue and the lane's target */
    shortfall: bigint
    /** wei of withdrawals that were requested and haven't arrived */
    withdrawing: bigint
    /** parts in 10¹⁸ by which a share grew lately, as if for a year, net of fees; undefined within a day of the first booking */
    growthPerYear: bigint | undefined

    /** seconds: the time of the state that the rate is proven by */
    provenAt: bigint
    /** seconds since then */
    age: bigint
    /** seconds: when deposits and the lane close, unless a checkpoint finishes first */
    staleAt: bigint
    stale: boolean
    /** seconds: when fills close, unless a checkpoint finishes first */
    freshUntil: bigint
    /** seconds: when the next checkpoint may be opened */
    dueAt: bigint
    checkpointOpen: boolean
    slashingUnbooked: boolean

    queue: {
      /** shares in the line, 18 decimals */
      shares: bigint
      /** wei that they are worth now */
      assets: bigint
      /** of them, those that may be filled on the newest checkpoint */
      eligible: bigint
      /** where the next request begins, shares of 18 decimals */
      tail: bigint
      /** how far the line is filled, shares of 18 decimals */
      filled: bigint
    }
    lane: {
      /** wei, gross, of the bucket */
      capacity: bigint
      /** wei, gross, used since the newest checkpoint */
      used: bigint
      /** wei, gross, that it can pay now */
      available: bigint
      /** basis points that the next wei costs */
      feeBps: bigint
      open: boolean
    }

    parameters: import('@cairn/spec').Parameters
    blockNumber: bigint
    /** seconds: the time of the block that this was read at */
    at: bigint
  }
}
