import { type Address, formatEther } from 'viem'
import { CairnError, toDate } from './base.ts'

export class ZeroAmountError extends CairnError {
  override name = 'ZeroAmountError'
  constructor() {
    super('The amount is too small: it is worth no share, or no wei. Use a larger one.')
  }
}

export class InvalidReceiverError extends CairnError {
  override name = 'InvalidReceiverError'
  constructor(readonly receiver: Address) {
    super(
      `Shares of a vault can't be sent to ${receiver}. To redeem, request a redemption instead of sending shares.`,
    )
  }
}

export class InsufficientBalanceError extends CairnError {
  override name = 'InsufficientBalanceError'
  constructor(
    readonly owner: Address,
    /** shares, 18 decimals */
    readonly balance: bigint,
    /** shares, 18 decimals */
    readonly needed: bigint,
  ) {
    super(
      `${owner} has ${formatEther(balance)} shares of the ${formatEther(needed)} needed. Use at most what it has.`,
    )
  }
}

export class InsufficientAllowanceError extends CairnError {
  override name = 'InsufficientAllowanceError'
  constructor(
    readonly spender: Address,
    /** shares, 18 decimals */
    readonly allowance: bigint,
    /** shares, 18 decimals */
    readonly needed: bigint,
  ) {
    super(
      `${spender} may move ${formatEther(allowance)} of the ${formatEther(needed)} shares needed. Approve it for more first.`,
    )
  }
}

export class NotAuthorizedError extends CairnError {
  override name = 'NotAuthorizedError'
  constructor(
    readonly caller: Address,
    readonly owner: Address,
  ) {
    super(`${caller} may not act for ${owner}. Let ${owner} send this, or set an operator first.`)
  }
}

export class StaleError extends CairnError {
  override name = 'StaleError'
  readonly provenAt: Date
  readonly staleAt: Date
  constructor(provenAt: bigint, staleAt: bigint) {
    super(
      `The last proof is of ${toDate(provenAt).toISOString()}, too old to price by: deposits and the instant lane reopen when a checkpoint (of crETH: a round) finishes. Anyone can open one.`,
    )
    this.provenAt = toDate(provenAt)
    this.staleAt = toDate(staleAt)
  }
}

export class CheckpointOpenError extends CairnError {
  override name = 'CheckpointOpenError'
  constructor() {
    super(
      'A checkpoint is open, and until it is finished nothing is paid out. Finish proving it, or wait until the prover has.',
    )
  }
}

export class SlashingUnbookedError extends CairnError {
  override name = 'SlashingUnbookedError'
  constructor() {
    super(
      'A slashing was proven that no checkpoint has booked yet. Payments resume after the next checkpoint; it may be opened at once.',
    )
  }
}

export class NotFreshError extends CairnError {
  override name = 'NotFreshError'
  readonly provenAt: Date
  readonly freshUntil: Date
  constructor(provenAt: bigint, freshUntil: bigint) {
    super(
      `The newest proof is of ${toDate(provenAt).toISOString()}; fills needed one by ${toDate(freshUntil).toISOString()}. Finish a checkpoint (of crETH: a round) first.`,
    )
    this.provenAt = toDate(provenAt)
    this.freshUntil = toDate(freshUntil)
  }
}

export class RequestBelowMinimumError extends CairnError {
  override name = 'RequestBelowMinimumError'
  constructor(
    /** shares, 18 decimals */
    readonly shares: bigint,
    /** shares, 18 decimals */
    readonly minimum: bigint,
  ) {
    super(
      `A request is for at least ${formatEther(minimum)} shares; this one is for ${formatEther(shares)}. Redeem more, or use the instant lane.`,
    )
  }
}

export class FillBelowMinimumError extends CairnError {
  override name = 'FillBelowMinimumError'
  constructor(
    /** wei */
    readonly assets: bigint,
    /** wei */
    readonly minimum: bigint,
  ) {
    super(
      `Only ${formatEther(assets)} ETH can be filled now, and a fill is of at least ${formatEther(minimum)}. Wait until more ether is idle.`,
    )
  }
}

export class NothingEligibleError extends CairnError {
  override name = 'NothingEligibleError'
  constructor() {
    super(
      'No unfilled ticket was in the queue when the newest finished checkpoint (of crETH: round) opened. Finish another one, then fill.',
    )
  }
}

export class LaneExhaustedError extends CairnError {
  override name = 'LaneExhaustedError'
  constructor(
    /** wei, gross of the fee */
    readonly assets: bigint,
    /** wei, gross of the fee */
    readonly available: bigint,
  ) {
    super(
      available === 0n
        ? 'The instant lane has nothing left until the next checkpoint (of crETH: round). Wait for it, or request a redemption from the queue.'
        : `The instant lane can pay ${formatEther(available)} ETH (before its fee) until the next checkpoint (of crETH: round), and ${formatEther(assets)} were asked for. Redeem less at once, or request a redemption from the queue.`,
    )
  }
}

export class SharesBelowMinimumError extends CairnError {
  override name = 'SharesBelowMinimumError'
  constructor(
    /** shares, 18 decimals */
    readonly shares: bigint,
    /** shares, 18 decimals */
    readonly minShares: bigint,
  ) {
    super(
      `This would mint ${formatEther(shares)} shares, less than the ${formatEther(minShares)} asked for. The rate has risen: quote again.`,
    )
  }
}

export class AssetsBelowMinimumError extends CairnError {
  override name = 'AssetsBelowMinimumError'
  constructor(
    /** wei */
    readonly assets: bigint,
    /** wei */
    readonly minAssets: bigint,
  ) {
    super(
      `This is worth ${formatEther(assets)} ETH, less than the ${formatEther(minAssets)} asked for. Quote again, or accept less.`,
    )
  }
}

export class AssetsAboveMaximumError extends CairnError {
  override name = 'AssetsAboveMaximumError'
  constructor(
    /** wei */
    readonly assets: bigint,
    /** wei */
    readonly maxAssets: bigint,
  ) {
    super(
      `This would cost ${formatEther(assets)} ETH, more than the ${formatEther(maxAssets)} allowed. Quote again, or allow more.`,
    )
  }
}

export class DeadlinePassedError extends CairnError {
  override name = 'DeadlinePassedError'
  readonly deadline: Date
  constructor(deadline: bigint) {
    super(`The deadline was ${toDate(deadline).toISOString()}. Quote again, with a later one.`)
    this.deadline = toDate(deadline)
  }
}

export class ExceedsStakeableError extends CairnError {
  override name = 'ExceedsStakeableError'
  constructor(
    /** wei */
    readonly assets: bigint,
    /** wei */
    readonly stakeable: bigint,
  ) {
    super(
      `${formatEther(stakeable)} ETH may be staked, not ${formatEther(assets)}: the rest is owed to the queue and the lane. Stake at most that.`,
    )
  }
}
