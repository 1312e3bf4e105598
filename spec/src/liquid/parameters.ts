import {
  type Blocks,
  type Bps,
  type Magnitude,
  type Seconds,
  secondsPerDay,
  type Wei,
  wad,
} from '../units.ts'

/** `LiquidParameters`. All of them immutable. */
export type Parameters = {
  /** The lane and fills are open for these after a `check`. */
  checkFor: Blocks
  /** The lane's bucket refills no sooner than this after it last did. */
  laneInterval: Seconds
  /** Nothing is routed to an operator that slashing has left less of. */
  minMagnitude: Magnitude
  /** What a day's rung is at least, of all assets. */
  rungBps: Bps
  rungInterval: Blocks
  /** Of the collected fees, what joins the first-loss reserve. */
  reserveBps: Bps
  /** A price halves in this time, so often. The last half is the reserve. */
  auctionHalving: Seconds
  auctionHalvings: bigint
  /** The next auction begins at this many times the last price. */
  auctionRaise: bigint
  /** Where a token that was never sold begins: wei for 10¹⁸ of it. */
  auctionPrice: Wei
}

/** `RiskPolicy`'s, of all assets. None can be moved. */
export type Ceilings = {
  operatorBps: Bps
  avsBps: Bps
  pairBps: Bps
  redistributableBps: Bps
  /** How long there is to leave, on top of the withdrawal delay, once a new allocation is announced. */
  reaction: Blocks
  /** `avs/id` of the sets that operators may allocate to. */
  allowed: ReadonlySet<string>
}

export const blocksPerDay: Blocks = 7_200n

export const defaultParameters: Parameters = {
  checkFor: 25n,
  laneInterval: secondsPerDay,
  minMagnitude: wad / 10n,
  rungBps: 30n,
  rungInterval: blocksPerDay,
  reserveBps: 2_000n,
  auctionHalving: 3_600n,
  auctionHalvings: 12n,
  auctionRaise: 4n,
  auctionPrice: wad,
}

export const defaultCeilings: Ceilings = {
  operatorBps: 2_500n,
  avsBps: 1_000n,
  pairBps: 1_500n,
  redistributableBps: 500n,
  reaction: blocksPerDay,
  allowed: new Set(),
}

/** All that one delegator may have in the layer's queue. */
export const maxRoots = 16
/** The ladder leaves the last ones to `derisk`. */
export const ladderRoots = 14
