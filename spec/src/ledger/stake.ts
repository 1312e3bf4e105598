import { SpecError } from '../error.ts'
import { type Env, pay, queuedShares, type State } from '../state.ts'
import type { Wei } from '../units.ts'
import { accrue, commit } from './accrue.ts'
import { balance } from './idle.ts'
import { requireProven, requireRegistry } from './requires.ts'

/** Hands idle ether that nobody in the queue is owed to the registry. */
export function stake(state: State, { assets }: stake.Args, { now, sender }: Env) {
  requireRegistry(state, sender)

  const money = accrue(state.money, state.parameters, now)
  // No more ether follows where nothing is known of what is there.
  requireProven(money, state.parameters, now)
  if (money.slashing) throw new SpecError('SlashingUnbooked', {})
  const { stakeable } = balance(money, state.parameters, queuedShares(state.queue))
  if (assets > stakeable) throw new SpecError('ExceedsStakeable', { assets, stakeable })

  money.outside += assets

  commit(state, money)
  pay(state, state.addresses.vault, state.addresses.registry, assets)
}

export declare namespace stake {
  type Args = { assets: Wei }
}
