import { mulDivDown, mulDivUp } from '../math.ts'
import type { Tokens, Wei } from '../units.ts'
import type { Rate } from './state.ts'

export function toWeiDown(amount: Tokens, { assets, shares }: Rate): Wei {
  return mulDivDown(amount, assets, shares)
}

export function toWeiUp(amount: Tokens, { assets, shares }: Rate): Wei {
  return mulDivUp(amount, assets, shares)
}

export function toTokensDown(amount: Wei, { assets, shares }: Rate): Tokens {
  return mulDivDown(amount, shares, assets)
}

export function toTokensUp(amount: Wei, { assets, shares }: Rate): Tokens {
  return mulDivUp(amount, shares, assets)
}

/** Whether a token is worth less by `a` than by `b`. */
export function isLower(a: Rate, b: Rate): boolean {
  return (a.assets as bigint) * b.shares < (b.assets as bigint) * a.shares
}
