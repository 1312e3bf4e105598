import { SpecError } from '../error.ts'
import { emit, filled, type State } from '../state.ts'
import type { Shares, Wei } from '../units.ts'
import { claimable } from './curve.ts'

/** Takes out what is filled of a ticket: its id ends, and what remains begins where the line is filled up to. */
export function take(state: State, id: bigint): take.ReturnType {
  const { queue, addresses } = state
  const ticket = queue.tickets.get(id)!
  const { shares, assets, ahead } = claimable(queue, id, ticket)
  if (shares === 0n) throw new SpecError('NothingToClaim', { id, ahead })

  const { owner } = ticket
  queue.tickets.delete(id)
  emit(state, 'queue', 'Transfer', { from: owner, to: addresses.zero, id })
  if (shares === ticket.size) return { owner, shares, assets, remainder: 0n }

  const remainder = filled(queue)
  queue.tickets.set(remainder, { owner, size: ticket.size - shares })
  emit(state, 'queue', 'Transfer', { from: addresses.zero, to: owner, id: remainder })
  return { owner, shares, assets, remainder }
}

export declare namespace take {
  type ReturnType = { owner: string; shares: Shares; assets: Wei; remainder: bigint }
}
