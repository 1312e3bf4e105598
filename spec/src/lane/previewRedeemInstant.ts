import { SpecError } from '../error.ts'
import { accrue } from '../ledger/accrue.ts'
import { idle } from '../ledger/idle.ts'
import { toAssetsDown } from '../ledger/rate.ts'
import { requirePaying, requireProven } from '../ledger/requires.ts'
import { min, saturatingSub } from '../math.ts'
import type { Parameters } from '../parameters.ts'
import type { Money } from '../state.ts'
import type { Seconds, Shares, Wei } from '../units.ts'
import { feeIntegralUp } from './feeIntegral.ts'

/** What `redeemInstant(shares)` would pay at `now`, to the wei. Throws as it would. */
export function previewRedeemInstant(
  money: Money,
  parameters: Parameters,
  now: Seconds,
  shares: Shares,
): Wei {
  const { gross, fee } = priceInstant(accrue(money, parameters, now), parameters, now, shares)
  return gross - fee
}

/** Prices `shares` on accrued `money`. */
export function priceInstant(
  money: Money,
  parameters: Parameters,
  now: Seconds,
  shares: Shares,
): priceInstant.ReturnType {
  requirePaying(money)
  requireProven(money, parameters, now)

  const { laneUsed: used, laneCapacity: capacity } = money
  const gross = toAssetsDown(shares, money.backing - money.unvested, money.shares)
  const available = laneAvailable(money)
  if (gross > available) throw new SpecError('LaneExhausted', { assets: gross, available })

  const fee =
    feeIntegralUp(used + gross, capacity, parameters) - feeIntegralUp(used, capacity, parameters)
  if (gross <= fee) throw new SpecError('ZeroAmount', {})
  return { gross, fee }
}

export declare namespace priceInstant {
  type ReturnType = { gross: Wei; fee: Wei }
}

/** What the lane can pay, before its fee: what is left of the bucket, but never what eligible tickets are owed. */
export function laneAvailable(money: Money): Wei {
  const owed = toAssetsDown(money.eligible, money.backing - money.unvested, money.shares)
  return min(money.laneCapacity - money.laneUsed, saturatingSub(idle(money), owed))
}
