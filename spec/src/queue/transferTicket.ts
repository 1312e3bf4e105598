import { SpecError } from '../error.ts'
import { type Env, emit, type State } from '../state.ts'
import type { Address } from '../units.ts'
import { mayAct } from './curve.ts'

/** ERC-721 `transferFrom`: the place in the line changes hands, and with it all that is or will be paid for it. */
export function transferTicket(
  state: State,
  { from, to, id }: transferTicket.Args,
  { sender }: Env,
) {
  const { queue, addresses } = state
  if (to === addresses.zero || to === addresses.vault || to === addresses.queue)
    throw new SpecError('InvalidReceiver', { receiver: to })
  const ticket = queue.tickets.get(id)
  if (!ticket) throw new SpecError('UnknownTicket', { id })
  if (ticket.owner !== from) throw new SpecError('NotTicketOwner', { id, caller: from })
  if (!mayAct(queue, ticket, sender)) throw new SpecError('NotTicketOwner', { id, caller: sender })

  queue.tickets.set(id, { owner: to, size: ticket.size })
  emit(state, 'queue', 'Transfer', { from, to, id })
}

export declare namespace transferTicket {
  type Args = { from: Address; to: Address; id: bigint }
}
