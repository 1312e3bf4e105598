import { SpecError } from '../error.ts'
import type { Env, State } from '../state.ts'
import type { Epoch, Seconds, Slot } from '../units.ts'
import { classify } from './classify.ts'
import { finishIfDone } from './close.ts'
import type { Flight, Registry } from './state.ts'

/** Removes flights that a list of pending deposits shows to have landed. */
export function proveArrived(
  registry: Registry,
  vault: State,
  { timestamp, slot, head, items }: proveArrived.Args,
  { now }: Env,
) {
  const { checkpoint, parameters, flights } = registry
  const newest = checkpoint.open ? checkpoint.openedAt : now
  const oldest = now - parameters.rootAge
  if (timestamp < oldest || timestamp > newest)
    throw new SpecError('RootOutOfRange', { timestamp, oldest, newest })

  const landed = new Set<Flight>()
  for (const { id, exitEpoch, withdrawableEpoch } of items) {
    const flight = flights.find((candidate) => candidate.id === id)
    if (!flight || landed.has(flight)) throw new SpecError('NoDepositInFlight', { id })
    const shown = classify({ slot: flight.slot, listed: false, head, exitEpoch, withdrawableEpoch })
    // A state before the deposit shows nothing of it.
    if (slot < flight.slot || shown.type !== 'arrived')
      throw new SpecError('NotArrived', {
        id,
        headSlot: head ?? 0n,
        bar: shown.type === 'undecided' ? shown.bar : flight.slot,
      })
    landed.add(flight)
  }

  for (const flight of landed) {
    // One that was counted in flight stays counted: at the pin it was.
    if (checkpoint.open && flight.checkpoint !== checkpoint.number) checkpoint.unsettled -= 1n
    flights[flights.indexOf(flight)] = flights[flights.length - 1]!
    flights.pop()
  }

  finishIfDone(registry, vault, slot, { now, sender: vault.addresses.registry })
}

export declare namespace proveArrived {
  type Args = {
    /** Of the block whose EIP-4788 root anchors the proof. */
    timestamp: Seconds
    /** Of the state that is proven. */
    slot: Slot
    /** Slot of the first pending deposit; undefined if there is none. */
    head: Slot | undefined
    items: readonly { id: bigint; exitEpoch: Epoch; withdrawableEpoch: Epoch }[]
  }
}
