import { accrue } from '../ledger/accrue.ts'
import { toAssetsDown, toSharesDown } from '../ledger/rate.ts'
import { requireProven } from '../ledger/requires.ts'
import type { Parameters } from '../parameters.ts'
import type { Money } from '../state.ts'
import type { Seconds, Shares, Wei } from '../units.ts'

/** What a deposit made at `now` would mint. Throws where it would be refused. */
export function quoteDeposit({
  money,
  parameters,
  now,
  assets,
}: quoteDeposit.Args): quoteDeposit.ReturnType {
  requireProven(money, parameters, now)

  const accrued = accrue(money, parameters, now)
  const worth = accrued.backing - accrued.unvested
  const shares = toSharesDown(assets, worth, accrued.shares)

  return {
    shares,
    worth: toAssetsDown(shares, worth, accrued.shares),
    closesAt: money.provenAt + parameters.staleAfter,
  }
}

export declare namespace quoteDeposit {
  type Args = { money: Money; parameters: Parameters; now: Seconds; assets: Wei }
  type ReturnType = {
    shares: Shares
    /** wei that the shares are worth at once: `assets` less the rounding. */
    worth: Wei
    /** Deposits close after this, unless a checkpoint finishes first. */
    closesAt: Seconds
  }
}
