import {
  type Address,
  type Blocks,
  type Bps,
  type Gwei,
  type Magnitude,
  type Seconds,
  secondsPerDay,
  type Wei,
  wad,
} from '../units.ts'

/** Of the spread, the vault's stamp, and the first loss. All of them immutable. */
export type Parameters = {
  /** Blocks for which a stamp holds after its own. */
  stampFor: Blocks
  /** From one round's opening to the next's. */
  roundInterval: Seconds
  /** Of the assets, the most that one day's rungs may ask back. */
  rungBps: Bps
  /** Of the fees, what tips keepers. */
  tipBps: Bps
  /** Of the rest, what stays to bear losses first, */
  keepBps: Bps
  /** until this much of all shares is there. */
  capBps: Bps
}

/** `RiskParameters`: of all that crETH is worth, idle ether included, if nothing else is said. */
export type RiskParameters = {
  maxOperatorBps: Bps
  maxServiceBps: Bps
  maxPairBps: Bps
  maxRedistributableBps: Bps
  /** Of an operator's magnitude, in all sets together. */
  maxAllocatedBps: Bps
  /** In which a stranger drains what an allocation would put at risk. */
  reactionBlocks: Blocks
  /** `service/id`; no other sets. */
  allowed: ReadonlySet<string>
}

export type AuctionParameters = {
  /** In which a price falls to its end. */
  duration: Seconds
  /** Of the basis, where an auction begins, */
  startFactorBps: Bps
  /** and where it ends: nothing is sold for less. */
  endFactorBps: Bps
}

export const defaultParameters: Parameters = {
  stampFor: 25n,
  roundInterval: secondsPerDay,
  rungBps: 100n,
  tipBps: 1_000n,
  keepBps: 2_000n,
  capBps: 200n,
}

export const defaultRisk: RiskParameters = {
  maxOperatorBps: 2_500n,
  maxServiceBps: 1_000n,
  maxPairBps: 1_500n,
  maxRedistributableBps: 500n,
  maxAllocatedBps: 5_000n,
  reactionBlocks: 7_200n,
  allowed: new Set<Address>(),
}

export const defaultAuction: AuctionParameters = {
  duration: secondsPerDay / 2n,
  startFactorBps: 20_000n,
  endFactorBps: 5_000n,
}

/** With less left of an operator, or of its pod, rounding would eat into what comes. */
export const minMagnitude: Magnitude = wad / 100n
/** An unfinished round can be replaced after this long. */
export const roundLasts: Seconds = 3_600n
/** Of a pod with a deposit in flight. */
export const checkpointsApart: Seconds = 3_600n
export const maxDelegators = 32
/** With so many withdrawals queued a delegator gets nothing more, and no rung is laid there. */
export const maxRoots = 16
/** With so many it isn't delegated again: an operator could put it out each time, and leave more to count. */
export const maxRootsToDelegate = 8
/** With so many only a part of what there is that can't be had many times is taken out for a breach. */
export const manyRoots = 32
export const leastPart = 32n
/** 32 and a 32nd each, and one for each asset when the delegator is put out. */
export const mostRoots = 68
export const maxFlights = 16
export const maxTickets = 16
/** What is wanted is rounded up to it, so that wants of dust can't fill the queue. */
export const minRung: Wei = wad / 10n
export const predeposit: Wei = wad
/** Of what was sent to a validator, the least that the pod has to credit for its flight to be over. */
export const arrivedBps: Bps = 9_500n
/** Gwei that a validator keeps unless it leaves. */
export const keptGwei: Gwei = 32_000_000_000n
/** The least that is asked of a validator, if not all that is needed. */
export const leastPartGwei: Gwei = 1_000_000_000n
export const week: Seconds = 7n * secondsPerDay
export const minStake: Wei = 31n * wad
export const maxStake: Wei = 2_047n * wad
/** Of the pot, what a duty is paid. */
export const tipPart = 32n
/** What a duty has to move to be of use, */
export const leastTipped: Wei = wad / 10n
/** and what of rewards. */
export const leastReward: Wei = wad / 100n
/** wei for 10¹⁸ units: what a basis may be. */
export const minPrice: Wei = 1_000_000n
export const maxPrice: Wei = 1_000_000_000n * wad
