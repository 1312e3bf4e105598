import { SpecError } from '../error.ts'
import type { Env, State } from '../state.ts'
import type { Gwei, Slot } from '../units.ts'
import { finishIfDone } from './close.ts'
import type { Registry } from './state.ts'

/** Counts flights that the pinned state still lists as pending deposits. */
export function proveWaiting(
  registry: Registry,
  vault: State,
  { slot, deposits }: proveWaiting.Args,
  { now }: Env,
) {
  const { checkpoint, flights } = registry
  if (!checkpoint.open) throw new SpecError('NoCheckpointOpen', {})
  const seen = new Set<bigint>()
  for (const { id, amount, slot: depositSlot } of deposits) {
    const flight = flights.find((candidate) => candidate.id === id)
    if (!flight) throw new SpecError('NoDepositInFlight', { id })
    if (flight.checkpoint === checkpoint.number || seen.has(id))
      throw new SpecError('AlreadyProven', { id })
    if (flight.amount !== amount || flight.slot !== depositSlot)
      throw new SpecError('WrongPendingDeposit', { id })
    seen.add(id)
  }

  for (const { id, amount } of deposits) {
    flights.find((flight) => flight.id === id)!.checkpoint = checkpoint.number
    checkpoint.inFlight += amount
    checkpoint.unsettled -= 1n
  }

  finishIfDone(registry, vault, slot, { now, sender: vault.addresses.registry })
}

export declare namespace proveWaiting {
  type Args = {
    /** Of the pinned state. */
    slot: Slot
    deposits: readonly { id: bigint; amount: Gwei; slot: Slot }[]
  }
}
