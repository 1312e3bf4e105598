import { SpecError } from '../error.ts'
import { min, mulDivDown } from '../math.ts'
import { type Address, type Shares, type Wei, wad } from '../units.ts'
import { emit, moveTokens, type State, type Strategy, tokensOf } from './state.ts'

const virtualShares = 1_000n
const virtualTokens = 1_000n
const maxShares = 10n ** 38n - 1n

/** Takes `amount` of the token in, for shares at the rate before it came. */
export function enter(
  state: State,
  name: Address,
  { token, amount, from }: { token: Address; amount: Wei; from: Address },
): Shares {
  const strategy = state.strategies.get(name)!
  if (token !== strategy.token) throw new SpecError('OnlyUnderlyingToken', {})
  const shares = toSharesDown(state, name, amount)
  if (shares === 0n) throw new SpecError('NewSharesZero', {})
  if ((strategy.shares as bigint) + shares > maxShares)
    throw new SpecError('TotalSharesExceedsMax', {})

  moveTokens(state, token, { from, to: name, amount })
  strategy.shares += shares
  emitRate(state, name, strategy)
  return shares
}

/** Pays `shares` out in tokens. */
export function leave(
  state: State,
  name: Address,
  { token, shares, to }: { token: Address; shares: Shares; to: Address },
): Wei {
  const strategy = state.strategies.get(name)!
  if (token !== strategy.token) throw new SpecError('OnlyUnderlyingToken', {})
  if (shares > strategy.shares) throw new SpecError('WithdrawalAmountExceedsTotalDeposits', {})
  // After a fall of the balance the virtual part is worth more than it is: the last to leave gets what is there.
  const amount = min(toTokensDown(state, name, shares), tokensOf(state, token, name))

  strategy.shares -= shares
  moveTokens(state, token, { from: name, to, amount })
  emitRate(state, name, strategy)
  return amount
}

export function toSharesDown(state: State, name: Address, amount: Wei): Shares {
  const { token, shares } = state.strategies.get(name)!
  return mulDivDown(amount, shares + virtualShares, tokensOf(state, token, name) + virtualTokens)
}

export function toTokensDown(state: State, name: Address, shares: Shares): Wei {
  const strategy = state.strategies.get(name)!
  const balance = tokensOf(state, strategy.token, name) + virtualTokens
  return mulDivDown(shares, balance, strategy.shares + virtualShares)
}

function emitRate(state: State, name: Address, { token, shares }: Strategy) {
  const balance = tokensOf(state, token, name) + virtualTokens
  emit(state, name, 'ExchangeRateEmitted', {
    rate: mulDivDown(wad, balance, shares + virtualShares),
  })
}
