import { type Env, emit, type State } from '../state.ts'
import type { Shares } from '../units.ts'
import { accrue, commit } from './accrue.ts'
import { move } from './transfer.ts'

/** Moves the accrued fee shares to the treasury. */
export function collectFees(state: State, _: collectFees.Args, { now }: Env): Shares {
  const money = accrue(state.money, state.parameters, now)
  const { vault, treasury } = state.addresses
  const shares = money.fees

  commit(state, money)
  state.money.fees = 0n
  move(state, vault, treasury, shares)
  emit(state, 'vault', 'FeesCollected', { treasury, shares })
  return shares
}

export declare namespace collectFees {
  type Args = Record<string, never>
}
