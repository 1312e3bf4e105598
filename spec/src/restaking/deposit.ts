import { SpecError } from '../error.ts'
import type { Address, Shares, Wei } from '../units.ts'
import { increaseDelegation } from './delegation.ts'
import { factorOf } from './factor.ts'
import { addShares } from './holdings.ts'
import { atomic, type Env, isBeacon, type State, stakerOf } from './state.ts'
import { enter } from './strategy.ts'

/** Puts `amount` of a strategy's token in, for deposit shares. Mirrors `depositIntoStrategy`. */
export function deposit(
  state: State,
  { strategy, token, amount }: deposit.Args,
  { sender }: Env,
): Shares {
  if (!state.strategies.has(strategy) || isBeacon(state, strategy))
    throw new SpecError('StrategyNotWhitelisted', {})

  return atomic(state, () => {
    const added = enter(state, strategy, { token, amount, from: sender })
    const held = addShares(state, sender, strategy, added)
    const { operator } = stakerOf(state, sender)
    const factor = factorOf(state, sender, operator, strategy)
    increaseDelegation(state, { staker: sender, strategy, held, added, factor })
    return added
  })
}

export declare namespace deposit {
  type Args = { strategy: Address; token: Address; amount: Wei }
}
