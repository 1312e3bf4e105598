import { SpecError } from './error.ts'
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

const hour = 3_600n
const weiPerMicroether = 1_000_000_000_000n

/** The bounds that no deployment can leave: `[least, greatest]`. */
export const parameterBounds: Record<keyof Parameters, (of: Parameters) => [bigint, bigint]> = {
  vestingPeriod: () => [hour, 30n * secondsPerDay],
  staleAfter: () => [6n * hour, 30n * secondsPerDay],
  freshFor: () => [600n, secondsPerDay],
  feeBps: () => [0n, 2_000n],
  maxDailyGrowthBps: () => [1n, 100n],
  laneBps: () => [0n, 1_000n],
  laneMinFeeBps: () => [1n, 100n],
  laneMaxFeeBps: ({ laneMinFeeBps }) => [laneMinFeeBps, 1_000n],
  minRequest: () => [weiPerMicroether, ether(1)],
  minFill: () => [weiPerMicroether, ether(1)],
  tipBps: () => [0n, 2_000n],
}

/** Throws at the first parameter, in the contract's order, that is out of bounds. */
export function requireBounds(parameters: Parameters) {
  for (const name of Object.keys(parameterBounds) as (keyof Parameters)[]) {
    const value = parameters[name]
    const [minimum, maximum] = parameterBounds[name](parameters)
    if (value < minimum || value > maximum)
      throw new SpecError('ParameterOutOfBounds', { name, value, minimum, maximum })
  }
}
