import { close } from '../ledger/close.ts'
import { suspend } from '../ledger/suspend.ts'
import type { State } from '../state.ts'
import { gweiToWei, type Seconds, type Slot, slotTime, type Wei } from '../units.ts'
import { settleRequests } from './requests.ts'
import type { Found, Registry } from './state.ts'

/** What the pinned state holds for the shares, outside of the vault. */
export function outsideProven({ beacon, inFlight }: Pick<Found, 'beacon' | 'inFlight'>): Wei {
  return gweiToWei(beacon + inFlight)
}

/** Whoever proves the last thing that was missing, at the pinned root, finishes the checkpoint. */
export function finishIfDone(registry: Registry, vault: State, slot: Slot, now: Seconds) {
  const { progress, found, finished, parameters } = registry
  if (progress.remaining > 0n || progress.unsettled > 0n) return

  progress.open = false
  progress.tipped = 0n
  finished.slot = slot
  settleRequests(registry, now, progress.leaving, found.spare)

  const env = { now, sender: vault.addresses.registry }
  const pinnedAt = slotTime(slot, parameters.genesisTime)
  close(vault, { execution: found.execution, outside: outsideProven(found), pinnedAt }, env)

  // A slashing that this checkpoint's state doesn't know of is still to be booked.
  if (finished.slashedSlot > slot) suspend(vault, {}, env)
}
