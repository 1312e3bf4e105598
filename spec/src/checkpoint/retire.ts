import { SpecError } from '../error.ts'
import type { Epoch, Slot } from '../units.ts'
import { flightOf } from './proveArrived.ts'
import { requireActive, requireWithdrawable } from './requires.ts'
import type { Registry } from './state.ts'

/** Takes a validator that is withdrawn to zero out of the set. */
export function retire(registry: Registry, { id, slot, withdrawableEpoch }: retire.Args) {
  const validator = requireActive(registry, id)
  if (flightOf(registry, id)) throw new SpecError('DepositInFlight', { id })
  // Found empty at a root from which on nothing of ours was on its way to it; and whatever a stranger adds to a
  // withdrawable validator is paid out to us, where it is counted as ether.
  const { balance, checkpoint, landedIn } = validator
  const empty = balance === 0n && checkpoint > landedIn
  if (!empty) throw new SpecError('NotWithdrawn', { id })
  requireWithdrawable(id, slot, withdrawableEpoch)

  validator.retired = true
  // An open checkpoint that hasn't come to it needs it no more: it holds nothing.
  const { progress } = registry
  if (progress.open && id < progress.validators && checkpoint !== progress.number)
    progress.remaining -= 1n
}

export declare namespace retire {
  type Args = { id: bigint; slot: Slot; withdrawableEpoch: Epoch }
}
