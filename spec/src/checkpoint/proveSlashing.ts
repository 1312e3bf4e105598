import { SpecError } from '../error.ts'
import { suspend } from '../ledger/suspend.ts'
import { max } from '../math.ts'
import type { Env, State } from '../state.ts'
import { type Seconds, type Slot, slotsPerEpoch } from '../units.ts'
import { countOut } from './requestWithdrawal.ts'
import { requireActive, requireSince, type Shown } from './requires.ts'
import type { Registry } from './state.ts'

/** Epochs from a slashing to the earliest withdrawal. */
const slashingsVector = 8_192n

/** Stops payments until a checkpoint has booked what the slashing costs. */
export function proveSlashing(
  registry: Registry,
  vault: State,
  { id, timestamp, slot, validator: shown }: proveSlashing.Args,
  { now }: Env,
) {
  const validator = requireActive(registry, id)
  if (validator.slashed) throw new SpecError('AlreadyProven', { id })
  const { finished } = registry
  requireSince(registry, { timestamp, slot }, finished.slot + 1n, now)
  if (!shown.slashed) throw new SpecError('NotSlashed', { beaconIndex: validator.beaconIndex })

  validator.slashed = true
  countOut(registry, validator, now)
  // It happened at the latest in the epoch one vector before it lets go; then the newest checkpoint has it already.
  const latest = (shown.withdrawableEpoch + 1n - slashingsVector) * slotsPerEpoch
  if (latest <= finished.slot) return

  finished.slashedSlot = max(finished.slashedSlot, slot)
  suspend(vault, {}, { now, sender: vault.addresses.registry })
}

export declare namespace proveSlashing {
  type Args = {
    id: bigint
    timestamp: Seconds
    slot: Slot
    validator: Pick<Shown, 'slashed' | 'withdrawableEpoch'>
  }
}
