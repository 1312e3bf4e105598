import { type Env, emit, type State } from '../state.ts'
import type { Address } from '../units.ts'
import { requireTicket } from './curve.ts'

/** ERC-721 `transferFrom`: the place in the line changes hands, and with it all that is or will be paid for it. */
export function transferTicket(state: State, { to, id }: transferTicket.Args, { sender }: Env) {
  const ticket = requireTicket(state.queue, id, sender)
  const from = ticket.owner

  state.queue.tickets.set(id, { owner: to, size: ticket.size })
  emit(state, 'queue', 'Transfer', { from, to, tokenId: id })
}

export declare namespace transferTicket {
  type Args = { to: Address; id: bigint }
}
