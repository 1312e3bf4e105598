import { type Bps, ether, type Seconds, type Shares, secondsPerDay, type Wei } from './units.ts'

/** `VaultParameters`, without the addresses. */
export type Parameters = {
  vestingPeriod: Seconds
  /** Deposits and the lane close when the newest proof is older. */
  staleAfter: Seconds
  /** Fills close when the newest proof is older. */
  freshFor: Seconds
  feeBps: Bps
  /** A gain vests so slowly that the rate rises by no more than this in a day. */
  maxDailyGrowthBps: Bps
  laneBps: Bps
  laneMinFeeBps: Bps
  laneMaxFeeBps: Bps
  minRequest: Shares
  minFill: Wei
  tipBps: Bps
}

export const defaultParameters: Parameters = {
  vestingPeriod: secondsPerDay,
  staleAfter: 2n * secondsPerDay,
  freshFor: 21_600n,
  feeBps: 1_000n,
  maxDailyGrowthBps: 20n,
  laneBps: 100n,
  laneMinFeeBps: 5n,
  laneMaxFeeBps: 200n,
  minRequest: ether(1) / 100n,
  minFill: ether(1) / 100n,
  tipBps: 500n,
}
