import type { Address, Shares, Wei } from '../units.ts'
import { atomic, emit, keyOf, type SetId, type State } from './state.ts'
import { leave } from './strategy.ts'

/** Pays what one slash took to whom the set gives it; for anyone to call, and nothing the second time. */
export function clearBurnOrRedistributableShares(
  state: State,
  { set, slashId }: clearBurnOrRedistributableShares.Args,
): Wei[] {
  const strategies = [...pending(state, set, slashId).keys()]
  return atomic(state, () =>
    strategies.map((strategy) => clearStrategy(state, { set, slashId, strategy })),
  )
}

export declare namespace clearBurnOrRedistributableShares {
  type Args = { set: SetId; slashId: bigint }
}

export function clearBurnOrRedistributableSharesByStrategy(
  state: State,
  args: clearBurnOrRedistributableShares.Args & { strategy: Address },
): Wei {
  return atomic(state, () => clearStrategy(state, args))
}

/** What a slash took and nobody has cleared, by strategy. */
export function pending(state: State, set: SetId, slashId: bigint): ReadonlyMap<Address, Shares> {
  return state.slashed.get(keyOf(set))?.get(slashId) ?? new Map()
}

function clearStrategy(
  state: State,
  { set, slashId, strategy }: clearBurnOrRedistributableShares.Args & { strategy: Address },
): Wei {
  const key = keyOf(set)
  const ofSlash = state.slashed.get(key)?.get(slashId)
  const shares = ofSlash?.get(strategy)
  if (!ofSlash || shares === undefined) return 0n

  ofSlash.delete(strategy)
  if (ofSlash.size === 0) state.slashed.get(key)!.delete(slashId)
  emit(state, 'strategyManager', 'BurnOrRedistributableSharesDecreased', {
    operatorSet: set,
    slashId,
    strategy,
    shares,
  })
  if (shares === 0n) return 0n

  const { token } = state.strategies.get(strategy)!
  return leave(state, strategy, { token, shares, to: state.sets.get(key)!.recipient })
}
