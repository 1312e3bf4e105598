import { SpecError } from '../error.ts'
import { rate } from '../ledger/accrue.ts'
import { toAssetsDown } from '../ledger/rate.ts'
import { requireDeadline, requireReceiver } from '../ledger/requires.ts'
import { move, requireAllowance, requireBalance, spend } from '../ledger/transfer.ts'
import { type Env, emit, type State } from '../state.ts'
import type { Address, Seconds, Shares, Wei } from '../units.ts'

/** Puts `shares` at the end of the line; `controller` gets the ticket, whose id is its place. */
export function requestRedeem(
  state: State,
  { shares, controller, owner, minAssets, deadline }: requestRedeem.Args,
  { now, sender }: Env,
): bigint {
  const { queue, addresses, parameters } = state
  requireDeadline(now, deadline)
  requireReceiver(state, controller)
  if (shares < parameters.minRequest)
    throw new SpecError('RequestBelowMinimum', { shares, minimum: parameters.minRequest })
  if (minAssets !== undefined) {
    const { assets, supply } = rate(state.money, parameters, now)
    const worth = toAssetsDown(shares, assets, supply)
    if (worth < minAssets) throw new SpecError('AssetsBelowMinimum', { assets: worth, minAssets })
  }
  const byAllowance = sender !== owner && !state.operators.get(owner)?.has(sender)
  if (byAllowance) requireAllowance(state, owner, sender, shares)
  requireBalance(state, owner, shares)

  const id = queue.tail
  queue.tail += shares
  queue.tickets.set(id, { owner: controller, size: shares })

  if (byAllowance) spend(state, owner, sender, shares)
  move(state, owner, addresses.queue, shares)
  emit(state, 'queue', 'Transfer', { from: addresses.zero, to: controller, id })
  emit(state, 'vault', 'RedeemRequest', { controller, owner, requestId: id, sender, shares })
  return id
}

export declare namespace requestRedeem {
  type Args = {
    shares: Shares
    controller: Address
    owner: Address
    minAssets?: Wei
    deadline?: Seconds
  }
}
