import { close } from '../ledger/close.ts'
import type { Env, State } from '../state.ts'
import { gweiToWei, type Slot, slotTime, type Wei } from '../units.ts'
import type { Checkpoint, Registry } from './state.ts'

/** What the pinned state holds for the shares outside the vault. */
export function outsideProven({ beacon, inFlight }: Checkpoint): Wei {
  return gweiToWei(beacon + inFlight)
}

/** The step that leaves nothing to prove books the result. */
export function finishIfDone(registry: Registry, vault: State, slot: Slot, env: Env) {
  const { checkpoint, parameters } = registry
  if (!checkpoint.open || checkpoint.remaining > 0n || checkpoint.unsettled > 0n) return

  checkpoint.open = false
  checkpoint.finishedSlot = slot
  close(
    vault,
    {
      execution: checkpoint.execution,
      outside: outsideProven(checkpoint),
      pinnedAt: slotTime(slot, parameters.genesisTime),
    },
    env,
  )
}
