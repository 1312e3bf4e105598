import { SpecError } from '../error.ts'
import { min } from '../math.ts'
import { filled, type Queue, type Ticket } from '../state.ts'
import type { Address, Shares, Wei } from '../units.ts'

/** wei paid for everything on the line before `place`, which is filled. Down; what one ticket loses by it the next one gets. */
export function paidUpTo(queue: Queue, place: Shares): Wei {
  const { fills } = queue
  let low = 0
  let high = fills.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (fills[middle]!.shares < place) low = middle + 1
    else high = middle
  }

  const end = fills[low]!
  if (low === 0 || end.shares === place) return end.assets

  const start = fills[low - 1]!
  return (
    start.assets +
    ((place - start.shares) * (end.assets - start.assets)) / (end.shares - start.shares)
  )
}

/** The part of a ticket that is filled, and what was paid for it. */
export function claimable(queue: Queue, id: bigint, ticket: Ticket): claimable.ReturnType {
  const end = min(id + ticket.size, filled(queue))
  if (end <= id) return { shares: 0n, assets: 0n, ahead: id - filled(queue) }

  return { shares: end - id, assets: paidUpTo(queue, end) - paidUpTo(queue, id), ahead: 0n }
}

export declare namespace claimable {
  type ReturnType = { shares: Shares; assets: Wei; ahead: Shares }
}

/** By ERC-721: its owner, whom the owner approved for it, or for all of the owner's. */
export function mayAct(queue: Queue, { owner, approved }: Ticket, caller: Address): boolean {
  return (
    caller === owner ||
    caller === approved ||
    queue.ticketOperators.get(owner)?.has(caller) === true
  )
}

/** `ticket`, which `id` is, if it is one, and if `caller` may act for it. */
export function requireTicket(
  ticket: Ticket | undefined,
  { queue, id, caller }: requireTicket.For,
): Ticket {
  if (!ticket || !mayAct(queue, ticket, caller))
    throw new SpecError('NotTicketOwner', { id, caller })
  return ticket
}

export declare namespace requireTicket {
  type For = { queue: Queue; id: bigint; caller: Address }
}
