import { max, saturatingSub } from '../math.ts'
import type { Parameters } from '../parameters.ts'
import type { Money } from '../state.ts'
import type { Bps, Shares, Wei } from '../units.ts'
import { toAssetsDown } from './rate.ts'

/** wei in the vault that are accounted for, whoever they are owed to. */
export function idle(money: Money): Wei {
  return saturatingSub(money.backing, money.outside)
}

/** What the lane aims to have at hand. */
export function laneTarget(assets: Wei, laneBps: Bps): Wei {
  return (assets * laneBps) / 10_000n
}

/** Of accrued `money`: how far idle ether exceeds, or falls short of, what the queue and the lane want. */
export function balance(
  money: Money,
  parameters: Parameters,
  queuedShares: Shares,
): balance.ReturnType {
  const assets = money.backing - money.unvested
  const queued = toAssetsDown(queuedShares, assets, money.shares)
  const surplus = idle(money) - queued - laneTarget(assets, parameters.laneBps)

  return { queued, stakeable: max(surplus, 0n), shortfall: max(-surplus, 0n) }
}

export declare namespace balance {
  type ReturnType = { queued: Wei; stakeable: Wei; shortfall: Wei }
}
