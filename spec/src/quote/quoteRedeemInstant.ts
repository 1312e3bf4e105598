import { accrue } from '../ledger/accrue.ts'
import { laneAvailable, priceInstant } from '../lane/previewRedeemInstant.ts'
import { marginalFeeBps } from '../lane/feeIntegral.ts'
import type { Parameters } from '../parameters.ts'
import type { Money } from '../state.ts'
import type { Bps, Seconds, Shares, Wei } from '../units.ts'

/** What the instant lane would pay at `now`, to the wei. Throws where it would refuse. */
export function quoteRedeemInstant({
  money,
  parameters,
  now,
  shares,
}: quoteRedeemInstant.Args): quoteRedeemInstant.ReturnType {
  const accrued = accrue(money, parameters, now)
  const { gross, fee } = priceInstant(accrued, parameters, now, shares)

  return {
    assets: gross - fee,
    gross,
    fee,
    available: laneAvailable(accrued),
    nextFeeBps: marginalFeeBps(money.laneUsed + gross, money.laneCapacity, parameters),
  }
}

export declare namespace quoteRedeemInstant {
  type Args = { money: Money; parameters: Parameters; now: Seconds; shares: Shares }
  type ReturnType = {
    /** wei paid. */
    assets: Wei
    /** wei that the shares are worth. */
    gross: Wei
    fee: Wei
    /** wei, gross, that the lane can pay before this redemption. */
    available: Wei
    /** What the next wei would cost after it. */
    nextFeeBps: Bps
  }
}
