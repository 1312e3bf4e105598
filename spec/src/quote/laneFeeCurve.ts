import { feeIntegralUp, marginalFeeBps } from '../lane/feeIntegral.ts'
import type { Parameters } from '../parameters.ts'
import type { Money } from '../state.ts'
import type { Bps, Wei } from '../units.ts'

/** The lane's price over its whole bucket, in `points` equal steps: for a chart, or a table. */
export function laneFeeCurve({
  money,
  parameters,
  points = 20,
}: laneFeeCurve.Args): laneFeeCurve.Point[] {
  const { laneUsed, laneCapacity: capacity } = money
  const paid = feeIntegralUp(laneUsed, capacity, parameters)

  return Array.from({ length: points + 1 }, (_, step) => {
    const gross = ((capacity - laneUsed) * BigInt(step)) / BigInt(points)
    const used = laneUsed + gross
    return {
      gross,
      fee: feeIntegralUp(used, capacity, parameters) - paid,
      marginalBps: marginalFeeBps(used, capacity, parameters),
    }
  })
}

export declare namespace laneFeeCurve {
  type Args = { money: Money; parameters: Parameters; points?: number }
  type Point = { gross: Wei; fee: Wei; marginalBps: Bps }
}
