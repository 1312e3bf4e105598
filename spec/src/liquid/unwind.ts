import { SpecError } from '../error.ts'
import { max, min } from '../math.ts'
import type { Address, Units, Wei } from '../units.ts'
import { toUnitsDown } from './adapter.ts'
import { appraise } from './appraise.ts'
import { give } from './complete.ts'
import { bookedDown } from './measure.ts'
import { maxTickets, minRung } from './parameters.ts'
import { missingOf } from './route.ts'
import { assetOf, atomic, emit, type Env, ETHER, sendUnits, spreadName } from './state.ts'
import { type State, tokenOf } from './state.ts'

/** Asks the token's own line for ether for what waits here, as far as the queue and the lane are short of it. For anyone to call. */
export function unwind(state: State, { asset, ticket = 0n }: unwind.Args, env: Env): Units {
  const { queues, token } = tokenOf(state, asset)
  if (!queues) throw new SpecError('NoQueue', { asset })

  return atomic(state, () => {
    appraise(state, { asset: ETHER }, env)
    appraise(state, { asset }, env)
    const missing = missingOf(state, env.now)
    if (missing === 0n) throw new SpecError('NothingWanted', {})

    const of = assetOf(state, asset)
    // A crumb gets no place beside another ticket.
    const most = bookedDown(state, asset, of.waiting) < minRung ? 1 : maxTickets
    if (state.tickets.length >= most)
      throw new SpecError('TooManyTickets', { maximum: BigInt(most) })

    // A unit more than the rounding took.
    const wanted = toUnitsDown(state, asset, max(missing, minRung)) + 1n
    const units = min(wanted, of.waiting)
    if (units === 0n) throw new SpecError('ZeroUnits', {})
    const moved = bookedDown(state, asset, units)
    of.booked -= moved
    assetOf(state, ETHER).booked += moved
    of.waiting = (of.waiting as bigint) - units
    sendUnits(state, { token, from: spreadName, to: 'line', units })
    state.tickets.push({ id: ticket, pending: units, assets: 0n })
    appraise(state, { asset: ETHER }, env)
    appraise(state, { asset }, env)
    emit(state, 'spread', 'Unwinding', { asset, units, ticket })
    return units
  })
}

export declare namespace unwind {
  /** `ticket` is the place that the line gives. */
  type Args = { asset: Address; ticket?: bigint }
}

/** Claims what is filled of one of our tickets, for the vault. For anyone to call. */
export function claimTicket(
  state: State,
  { place, remainder = 0n }: claimTicket.Args,
  env: Env,
): Wei {
  return atomic(state, () => {
    appraise(state, { asset: ETHER }, env)
    const ticket = state.tickets[place]
    if (!ticket || ticket.assets === 0n)
      throw new SpecError('NothingToClaim', { id: ticket?.id ?? 0n, ahead: 0n })

    const { id, pending, assets } = ticket
    if (pending > 0n) state.tickets[place] = { id: remainder, pending, assets: 0n }
    else {
      const last = state.tickets.pop()!
      if (place < state.tickets.length) state.tickets[place] = last
    }
    give(state, assets)
    appraise(state, { asset: ETHER }, env)
    emit(state, 'spread', 'Unwound', {
      ticket: id,
      remainder: pending > 0n ? remainder : 0n,
      assets,
    })
    return assets
  })
}

export declare namespace claimTicket {
  /** `remainder` is what the line calls the rest. */
  type Args = { place: number; remainder?: bigint }
}
