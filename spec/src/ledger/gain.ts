import { divUp, max, min, saturatingSub, uint32Max, uint80Max, uint88Max } from '../math.ts'
import type { Parameters } from '../parameters.ts'
import type { Money } from '../state.ts'
import { type Seconds, secondsPerDay, type Wei } from '../units.ts'

/** Books `amount` into accrued `money` as a gain that vests. */
export function gain(money: Money, parameters: Parameters, now: Seconds, amount: Wei) {
  // What fits. The rest is found again by the next checkpoint, which counts absolutes.
  const booked = min(amount, min(uint80Max - money.unvested, uint88Max - money.backing))

  hasten(money, parameters, now)
  money.backing += booked
  vest(money, parameters, now, booked)
}

/** Brings the end forward to what the cap asks of the assets of now, if it was stretched when there were fewer. */
function hasten(money: Money, parameters: Parameters, now: Seconds) {
  const slowest = secondsAtCap(money.unvested, money.backing - money.unvested, parameters)
  money.until = min(money.until, now + max(parameters.vestingPeriod, slowest))
}

/** Seconds in which `unvested` vests if nothing but the cap slows it. */
function secondsAtCap(unvested: Wei, assets: Wei, { maxDailyGrowthBps }: Parameters): Seconds {
  return divUp(unvested * 10_000n * secondsPerDay, assets * maxDailyGrowthBps)
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
  const slowest = secondsAtCap(unvested, assets, parameters)

  money.unvested = unvested
  money.since = now
  money.until = min(now + max(mean, slowest), uint32Max)
}
