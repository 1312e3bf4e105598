import { SpecError } from '../error.ts'
import { idle } from '../ledger/idle.ts'
import { open as openVault } from '../ledger/open.ts'
import { saturatingSub } from '../math.ts'
import type { Env, State } from '../state.ts'
import { type Seconds, slotAt, weiToGweiDown } from '../units.ts'
import type { Registry } from './state.ts'
import { came } from './withdrawing.ts'

/** Opens a checkpoint when due, or replaces one that is unfinished for too long. The root that this block can read is of its parent's
 * state, and the ether it holds already has that block's withdrawals: the two sides are of one instant. */
export function open(registry: Registry, vault: State, { now }: Env): bigint {
  const due = dueAt(registry)
  if (now < due) throw new SpecError('NotDue', { dueAt: due })

  const { checkpoint, parameters } = registry
  const accounted = idle(vault.money)
  const value = registry.ether
  const execution = openVault(vault, {}, { now, sender: vault.addresses.registry, value })
  registry.ether = 0n

  checkpoint.number += 1n
  checkpoint.open = true
  checkpoint.openedAt = now
  checkpoint.execution = execution
  checkpoint.beacon = 0n
  checkpoint.inFlight = 0n
  checkpoint.validators = BigInt(
    registry.validators.reduce((n, { retired }) => n + (retired ? 0 : 1), 0),
  )
  checkpoint.remaining = checkpoint.validators
  checkpoint.unsettled = 0n

  // A deposit of this very block is later than the state that is pinned, so that no proof about it could exist.
  const slot = slotAt(now, parameters.genesisTime)
  for (const flight of registry.flights) {
    if (flight.slot === slot) {
      flight.checkpoint = checkpoint.number
      checkpoint.inFlight += flight.amount
    } else checkpoint.unsettled += 1n
  }

  registry.slashing = false
  came(registry, now, weiToGweiDown(saturatingSub(execution, accounted)))
  return checkpoint.number
}

export function dueAt({ checkpoint, parameters, slashing }: Registry): Seconds {
  if (checkpoint.open) return checkpoint.openedAt + parameters.replaceAfter
  if (slashing) return 0n
  return checkpoint.openedAt + parameters.checkpointInterval
}
