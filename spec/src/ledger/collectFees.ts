import { type Env, emit, type State } from '../state.ts'
import type { Shares } from '../units.ts'
import { accrue, commit } from './accrue.ts'
import { move } from './transfer.ts'

/** Moves the accrued fee shares to the treasury, all but the part that is set aside for provers. */
export function collectFees(state: State, _: collectFees.Args, { now }: Env): Shares {
  const money = accrue(state.money, state.parameters, now)
  const { vault, treasury } = state.addresses
  const kept = (money.fees * state.parameters.tipBps) / 10_000n
  const shares = money.fees - kept

  commit(state, money)
  state.money.fees = kept
  move(state, vault, treasury, shares)
  emit(state, 'vault', 'FeesCollected', { treasury, shares })
  return shares
}

export declare namespace collectFees {
  type Args = Record<string, never>
}
