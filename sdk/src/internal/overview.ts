import {
  accrue,
  balance,
  idle,
  laneAvailable,
  marginalFeeBps,
  type Parameters,
  rate,
  toAssetsDown,
  unvestedAt,
} from '@cairn/spec'
import type { VaultState } from './readState.ts'

/** What a vault's money comes to, by the spec: the same of csETH and of crETH. */
export function overviewOf({ money, parameters, now, tail, filled, blockNumber }: VaultState) {
  const { assets, supply } = rate(money, parameters, now)
  const accrued = accrue(money, parameters, now)
  const queuedShares = tail - filled
  const { queued, stakeable, shortfall } = balance(accrued, parameters, queuedShares)
  const staleAt = money.provenAt + parameters.staleAfter

  const overview: Overview = {
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

    provenAt: money.provenAt,
    age: now - money.provenAt,
    staleAt,
    stale: now > staleAt,
    freshUntil: money.provenAt + parameters.freshFor,

    queue: { shares: queuedShares, assets: queued, eligible: money.eligible, tail, filled },
    lane: {
      capacity: money.laneCapacity,
      used: money.laneUsed,
      available: laneAvailable(accrued),
      feeBps: marginalFeeBps(money.laneUsed, money.laneCapacity, parameters),
      open: !money.open && !money.slashing && now <= staleAt,
    },

    parameters,
    blockNumber,
    at: now,
  }
  return overview
}

export type Overview = {
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
  /** wei outside of the vault: of csETH on the beacon chain and on their way there, of crETH in its spread */
  outside: bigint
  /** wei that may be staked */
  stakeable: bigint
  /** wei that idle ether falls short of the queue and the lane's target */
  shortfall: bigint

  /** seconds: the time of the state that the rate is proven by */
  provenAt: bigint
  /** seconds since then */
  age: bigint
  /** seconds: when deposits and the lane close, unless a checkpoint (of crETH: a round) finishes first */
  staleAt: bigint
  stale: boolean
  /** seconds: when fills close, unless a checkpoint (of crETH: a round) finishes first */
  freshUntil: bigint

  queue: {
    /** shares in the line, 18 decimals */
    shares: bigint
    /** wei that they are worth now */
    assets: bigint
    /** of them, those that may be filled on the newest checkpoint (of crETH: round) */
    eligible: bigint
    /** where the next request begins, shares of 18 decimals */
    tail: bigint
    /** how far the line is filled, shares of 18 decimals */
    filled: bigint
  }
  lane: {
    /** wei, gross, of the bucket */
    capacity: bigint
    /** wei, gross, used since the newest checkpoint (of crETH: round) */
    used: bigint
    /** wei, gross, that it can pay now */
    available: bigint
    /** basis points that the next wei costs */
    feeBps: bigint
    open: boolean
  }

  parameters: Parameters
  blockNumber: bigint
  /** seconds: the time of the block that this was read at */
  at: bigint
}
