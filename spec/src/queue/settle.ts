import { SpecError } from '../error.ts'
import { type Env, emit, type State } from '../state.ts'
import { claimable, requireTicket } from './curve.ts'
import { take } from './take.ts'

export const maxSettled = 64n

/** Moves what is filled of each ticket into its owner's claimable balance, on which `redeem` and `withdraw` act. */
export function settle(state: State, { ids }: settle.Args, { sender }: Env) {
  const { queue } = state
  const count = BigInt(ids.length)
  if (count > maxSettled) throw new SpecError('TooManyTickets', { count, maximum: maxSettled })
  ids.forEach((id, index) => {
    const ticket = requireTicket(queue, id, sender)
    if (ids.indexOf(id) !== index) throw new SpecError('NotTicketOwner', { id, caller: sender })
    const { shares, ahead } = claimable(queue, id, ticket)
    if (shares === 0n) throw new SpecError('NothingToClaim', { id, ahead })
  })

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

export declare namespace settle {
  type Args = { ids: readonly bigint[] }
}
