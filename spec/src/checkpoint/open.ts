import { SpecError } from '../error.ts'
import { open as openVault } from '../ledger/open.ts'
import type { Env, State } from '../state.ts'
import { type Seconds, slotAt, weiToGweiDown } from '../units.ts'
import type { Registry } from './state.ts'

/** An unfinished checkpoint can be replaced after this. */
const patience: Seconds = 3_600n

/** Opens a checkpoint when due, or replaces an unfinished one. The root that this block can read is of the state before it,
 * and the ether it holds has that state's withdrawals already: the two sides are of one instant. */
export function open(registry: Registry, vault: State, _: open.Args, { now }: Env): bigint {
  const due = dueAt(registry)
  if (now < due) throw new SpecError('NotDue', { dueAt: due })

  const { progress, finished, validators, flights, ether } = registry
  const count = BigInt(validators.length)
  const retired = BigInt(validators.filter((validator) => validator.retired).length)
  // What this block has sent so far has left the vault and is in no state yet: in flight beyond doubt.
  const slot = slotAt(now, registry.parameters.genesisTime)
  const fresh = flights.filter((flight) => flight.slot === slot)

  registry.progress = {
    ...progress,
    number: progress.number + 1n,
    open: true,
    openedAt: now,
    validators: count,
    remaining: count - retired,
    unsettled: BigInt(flights.length - fresh.length),
    leaving: 0n,
  }
  finished.swept += weiToGweiDown(ether)
  registry.ether = 0n
  const sender = vault.addresses.registry
  registry.found = {
    execution: openVault(vault, {}, { now, sender, value: ether }),
    beacon: 0n,
    inFlight: fresh.reduce((sum, { amount }) => sum + amount, 0n),
    spare: 0n,
  }
  return registry.progress.number
}

export declare namespace open {
  type Args = Record<string, never>
}

export function dueAt({ progress, finished, parameters }: Registry): Seconds {
  if (progress.open) return progress.openedAt + patience

  // A proven slashing can't wait.
  const slashing = finished.slashedSlot > finished.slot
  return slashing ? progress.openedAt : progress.openedAt + parameters.checkpointInterval
}
