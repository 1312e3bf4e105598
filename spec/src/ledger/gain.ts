import { divUp, max, min, saturatingSub, uint32Max, uint80Max, uint88Max } from '../math.ts'
import type { Parameters } from '../parameters.ts'
import type { Money } from '../state.ts'
import { type Seconds, secondsPerDay, type Wei } from '../units.ts'

/** Books `amount` into accrued `money` as a gain that vests. */
export function gain(money: Money, parameters: Parameters, now: Seconds, amount: Wei) {
  // What fits. The rest is found again by the next checkpoint, which counts absolutes.
  const booked = min(amount, min(uint80Max - money.unvested, uint88Max - money.backing))

  money.backing += booked
  vest(money, parameters, now, booked)
}

/** Lets `amount`, which `backing` holds already, join what vests. */
export function vest(money: Money, parameters: Parameters, now: Seconds, amount: Wei) {
  const before = money.unvested
  const unvested = min(before + amount, uint80Max)
  const assets = money.backing - unvested
  if (unvested === 0n) return

  const mean = divUp(
    before * saturatingSub(money.until, now) + (unvested - before) * parameters.vestingPeriod,
    unvested,
  )
  const slowest = divUp(unvested * 10_000n * secondsPerDay, assets * parameters.maxDailyGrowthBps)

  money.unvested = unvested
  money.since = now
  money.until = min(now + max(mean, slowest), uint32Max)
}
