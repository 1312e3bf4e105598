import { SpecError } from '../error.ts'
import { type Env, emit, type State } from '../state.ts'
import type { Address } from '../units.ts'

/** ERC-721 `approve`: `account` may claim or transfer this ticket, until it changes hands or is claimed. */
export function approveTicket(state: State, { account, id }: approveTicket.Args, { sender }: Env) {
  const { queue } = state
  const ticket = queue.tickets.get(id)
  if (!ticket) throw new SpecError('UnknownTicket', { id })
  const { owner, size } = ticket
  if (sender !== owner && !queue.ticketOperators.get(owner)?.has(sender))
    throw new SpecError('NotTicketOwner', { id, caller: sender })

  queue.tickets.set(id, { owner, size, approved: account })
  emit(state, 'queue', 'Approval', { owner, account, id })
}

export declare namespace approveTicket {
  type Args = { account: Address; id: bigint }
}

/** ERC-721 `setApprovalForAll`: `operator` may act for all tickets of `sender`. */
export function setTicketOperator(
  state: State,
  { operator, isApproved }: setTicketOperator.Args,
  { sender }: Env,
) {
  const { ticketOperators } = state.queue
  const of = ticketOperators.get(sender) ?? new Set<Address>()
  if (isApproved) of.add(operator)
  else of.delete(operator)
  ticketOperators.set(sender, of)

  emit(state, 'queue', 'ApprovalForAll', { owner: sender, operator, isApproved })
}

export declare namespace setTicketOperator {
  type Args = { operator: Address; isApproved: boolean }
}
