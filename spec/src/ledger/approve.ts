import { type Env, emit, type State } from '../state.ts'
import type { Address, Shares } from '../units.ts'

export function approve(state: State, { spender, shares }: approve.Args, { sender }: Env): boolean {
  const of = state.allowances.get(sender) ?? new Map<Address, Shares>()
  state.allowances.set(sender, of.set(spender, shares))

  emit(state, 'vault', 'Approval', { owner: sender, spender, value: shares })
  return true
}

export declare namespace approve {
  type Args = { spender: Address; shares: Shares }
}
