import { type Env, etherOf, pay, queuedShares, type State } from '../state.ts'
import type { Wei } from '../units.ts'
import { requireRegistry } from './requires.ts'

/** Opens a checkpoint, or replaces the open one: payments stop, and what it will be compared with is fixed. */
export function open(state: State, _: open.Args, { sender, value = 0n }: Env): Wei {
  requireRegistry(state, sender)

  const { addresses } = state
  pay(state, sender, addresses.vault, value)

  const { money } = state
  money.open = true
  money.backingAtOpen = money.backing
  money.outsideAtOpen = money.outside
  money.eligibleAtOpen = queuedShares(state.queue)
  return etherOf(state, addresses.vault)
}

export declare namespace open {
  type Args = Record<string, never>
}
