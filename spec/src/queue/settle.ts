import { SpecError } from '../error.ts'
import { type Env, emit, type Queue, type State, type Ticket } from '../state.ts'
import type { Address } from '../units.ts'
import { claimable, requireTicket } from './curve.ts'
import { take } from './take.ts'

export const maxSettled = 64n

/** Moves what is filled of each ticket into its owner's claimable balance, on which `redeem` and `withdraw` act. */
export function settle(state: State, { ids }: settle.Args, { sender }: Env) {
  const { queue } = state
  const count = BigInt(ids.length)
  if (count > maxSettled) throw new SpecError('TooManyTickets', { count, maximum: maxSettled })
  requireEach(queue, ids, sender)

  for (const id of ids) {
    const { owner, shares, assets } = take(state, id)
    const settled = queue.settled.get(owner) ?? { shares: 0n, assets: 0n }
    queue.settled.set(owner, {
      shares: settled.shares + shares,
      assets: settled.assets + assets,
    })
    emit(state, 'queue', 'Settled', { id, owner, shares, assets })
  }
}

/** As if each id were taken when its turn comes: a second time it is gone, and what remained of it has nothing yet. */
function requireEach(queue: Queue, ids: readonly bigint[], sender: Address) {
  const taken = new Map<bigint, Ticket | undefined>()
  for (const id of ids) {
    const held = taken.has(id) ? taken.get(id) : queue.tickets.get(id)
    const ticket = requireTicket(held, { queue, id, caller: sender })
    const { shares, ahead } = claimable(queue, id, ticket)
    if (shares === 0n) throw new SpecError('NothingToClaim', { id, ahead })

    taken.set(id, undefined)
    if (shares < ticket.size)
      taken.set(id + shares, { owner: ticket.owner, size: ticket.size - shares })
  }
}

export declare namespace settle {
  type Args = { ids: readonly bigint[] }
}
