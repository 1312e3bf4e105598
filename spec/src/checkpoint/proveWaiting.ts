import { SpecError } from '../error.ts'
import type { Env, State } from '../state.ts'
import { type Gwei, type Slot, slotAt } from '../units.ts'
import { finishIfDone } from './finish.ts'
import { flightOf } from './proveArrived.ts'
import { requireOpen } from './requires.ts'
import type { Registry } from './state.ts'

/** Counts flights that the pinned state still lists as pending deposits. */
export function proveWaiting(
  registry: Registry,
  vault: State,
  { slot, deposits }: proveWaiting.Args,
  { now }: Env,
) {
  requireOpen(registry)
  requireEach(registry, deposits)

  const { progress, found } = registry
  for (const { id, amount } of deposits) {
    const flight = flightOf(registry, id)!
    // Somebody was faster: that is no reason to lose the rest.
    if (flight.checkpoint === progress.number) continue
    flight.checkpoint = progress.number
    found.inFlight += amount
    progress.unsettled -= 1n
  }

  finishIfDone(registry, vault, slot, now)
}

export declare namespace proveWaiting {
  type Args = {
    /** Of the pinned state. */
    slot: Slot
    /** As the list has them. */
    deposits: readonly { id: bigint; amount: Gwei; slot: Slot }[]
  }
}

function requireEach(registry: Registry, deposits: proveWaiting.Args['deposits']) {
  const { progress, parameters } = registry
  const pin = slotAt(progress.openedAt, parameters.genesisTime)
  for (const { id, amount, slot } of deposits) {
    const flight = flightOf(registry, id)
    if (!flight) throw new SpecError('NoDepositInFlight', { id })
    // Made in the pinning block or later: counted at the opening, or not part of this checkpoint.
    if (flight.slot >= pin) throw new SpecError('NotInSet', { id })
    if (flight.amount !== amount || flight.slot !== slot)
      throw new SpecError('WrongPendingDeposit', { id })
  }
}
