import { SpecError } from '../error.ts'
import { requireDeadline } from '../ledger/requires.ts'
import { type Env, emit, pay, type State } from '../state.ts'
import type { Address, Seconds, Wei } from '../units.ts'
import { claimable, requireTicket } from './curve.ts'
import { take } from './take.ts'

/** Pays what is filled of the ticket, in ether. */
export function claim(
  state: State,
  { id, receiver, minAssets, deadline }: claim.Args,
  { now, sender }: Env,
): claim.ReturnType {
  requireDeadline(now, deadline)
  const ticket = requireTicket(state.queue.tickets.get(id), {
    queue: state.queue,
    id,
    caller: sender,
  })
  const payable = claimable(state.queue, id, ticket)
  if (payable.shares > 0n && minAssets !== undefined && payable.assets < minAssets)
    throw new SpecError('AssetsBelowMinimum', { assets: payable.assets, minAssets })

  const { owner, shares, assets, remainder } = take(state, id)
  pay(state, state.addresses.escrow, receiver, assets)
  emit(state, 'queue', 'Claimed', { id, owner, receiver, shares, assets })
  return { assets, remainder }
}

export declare namespace claim {
  type Args = { id: bigint; receiver: Address; minAssets?: Wei; deadline?: Seconds }
  type ReturnType = { assets: Wei; remainder: bigint }
}
