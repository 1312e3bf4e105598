import { divUp } from '../math.ts'
import type { Money } from '../state.ts'
import type { Seconds, Shares, Wei } from '../units.ts'

/** What of the gains is still to vest at `now`. Up: the holders of today get no wei of tomorrow. */
export function unvestedAt(money: Money, now: Seconds): Wei {
  if (now >= money.until) return 0n
  if (now <= money.since) return money.unvested

  return divUp(money.unvested * (money.until - now), money.until - money.since)
}

/** What all shares are worth at `now`. */
export function assetsAt(money: Money, now: Seconds): Wei {
  return money.backing - unvestedAt(money, now)
}

export function toSharesDown(amount: Wei, assets: Wei, shares: Shares): Shares {
  return (amount * shares) / assets
}

export function toSharesUp(amount: Wei, assets: Wei, shares: Shares): Shares {
  return (amount * shares + assets - 1n) / assets
}

export function toAssetsDown(amount: Shares, assets: Wei, shares: Shares): Wei {
  return (amount * assets) / shares
}

export function toAssetsUp(amount: Shares, assets: Wei, shares: Shares): Wei {
  return (amount * assets + shares - 1n) / shares
}
