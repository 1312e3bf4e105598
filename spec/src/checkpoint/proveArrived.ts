import { SpecError } from '../error.ts'
import type { Env, State } from '../state.ts'
import type { Epoch, Seconds, Slot } from '../units.ts'
import { classify } from './classify.ts'
import { finishIfDone } from './finish.ts'
import { askableFrom, requireActive, requireSince } from './requires.ts'
import type { Flight, Registry } from './state.ts'

/** What EIP-4788 remembers: 8,191 slots. */
const rootsKept: Seconds = 8_191n * 12n

/** Removes flights that a list of pending deposits shows to have landed. */
export function proveArrived(
  registry: Registry,
  vault: State,
  args: proveArrived.Args,
  { now }: Env,
) {
  const { timestamp, slot, items } = args
  const { progress } = registry
  // A newer state may hold what the pinned one still had pending: it would be counted nowhere.
  if (progress.open && timestamp > progress.openedAt)
    throw new SpecError('RootOutOfRange', {
      timestamp,
      oldest: now - rootsKept,
      newest: progress.openedAt,
    })
  requireLanded(registry, args, now)

  for (const { id, activationEpoch } of items) {
    if (progress.open) progress.unsettled -= 1n
    const { amount } = remove(registry.flights, id)

    const validator = registry.validators[Number(id)]!
    validator.landedIn = progress.number
    validator.landedSlot = slot
    validator.askableFrom = askableFrom(slot, activationEpoch)
    validator.left += amount
  }

  if (progress.open && timestamp === progress.openedAt) finishIfDone(registry, vault, slot, now)
}

export declare namespace proveArrived {
  type Args = {
    /** Of the block whose EIP-4788 root anchors the proof. */
    timestamp: Seconds
    /** Of the state that is proven. */
    slot: Slot
    /** Slot of the first pending deposit; undefined if there is none. */
    head: Slot | undefined
    items: readonly {
      id: bigint
      exitEpoch: Epoch
      withdrawableEpoch: Epoch
      activationEpoch: Epoch
    }[]
  }
}

function requireLanded(registry: Registry, args: proveArrived.Args, now: Seconds) {
  const { head, items } = args
  const { progress } = registry
  const seen = new Set<bigint>()
  for (const { id } of items) requireActive(registry, id)
  for (const { id, exitEpoch, withdrawableEpoch } of items) {
    const flight = flightOf(registry, id)
    if (!flight || seen.has(id)) throw new SpecError('NoDepositInFlight', { id })
    seen.add(id)
    requireSince(registry, args, flight.slot, now)
    const { slot, bar: marker } = flight
    const shown = classify({ slot, listed: false, head, exitEpoch, withdrawableEpoch, marker })
    if (shown.type === 'undecided')
      throw new SpecError('NotArrived', { id, headSlot: head!, bar: shown.bar })
    // What was seen waiting at the pin can't have landed by then.
    if (progress.open && flight.checkpoint === progress.number)
      throw new SpecError('AlreadyProven', { id })
  }
}

export function flightOf({ flights }: Registry, id: bigint): Flight | undefined {
  return flights.find((flight) => flight.id === id)
}

function remove(flights: Flight[], id: bigint): Flight {
  const place = flights.findIndex((flight) => flight.id === id)
  const flight = flights[place]!
  flights[place] = flights[flights.length - 1]!
  flights.pop()
  return flight
}
