import type { Env, State } from '../state.ts'
import { requireRegistry } from './requires.ts'

/** A slashing was proven: nothing is paid until the next checkpoint finishes. */
export function suspend(state: State, _: suspend.Args, { sender }: Env) {
  requireRegistry(state, sender)

  state.money.slashing = true
}

export declare namespace suspend {
  type Args = Record<string, never>
}
