import { divUp } from '../math.ts'
import type { Parameters } from '../parameters.ts'
import type { Bps, Wei } from '../units.ts'

/** `F`: the fee on the first `used` wei of a bucket of `capacity`. The price of the next wei rises in a straight line from
 * the least to the greatest; a redemption costs the difference of `F` at its two ends, however it is split. */
export function feeIntegralUp(used: Wei, capacity: Wei, curve: feeIntegralUp.Curve): Wei {
  if (used === 0n) return 0n

  const { laneMinFeeBps, laneMaxFeeBps } = curve
  return divUp(
    used * (2n * capacity * laneMinFeeBps + used * (laneMaxFeeBps - laneMinFeeBps)),
    2n * capacity * 10_000n,
  )
}

export declare namespace feeIntegralUp {
  type Curve = Pick<Parameters, 'laneMinFeeBps' | 'laneMaxFeeBps'>
}

/** What the next wei costs, in basis points, where `used` of `capacity` is used. For pictures; no rule reads it. */
export function marginalFeeBps(
  used: Wei,
  capacity: Wei,
  { laneMinFeeBps, laneMaxFeeBps }: feeIntegralUp.Curve,
): Bps {
  if (capacity === 0n) return laneMinFeeBps
  return laneMinFeeBps + (used * (laneMaxFeeBps - laneMinFeeBps)) / capacity
}
