import {
  farFutureEpoch,
  type PendingDepositRecord,
  type StateView,
  type ValidatorRecord,
} from '@cairn/beacon'
import type { Hex } from 'viem'
import type { Flight, Registration, Validator } from '../chain/index.ts'

/** What a beacon state says about the validators that concern us: all that a plan needs of it. */
export type Facts = {
  /** seconds: the block whose EIP-4788 root is the state's */
  timestamp: bigint
  slot: bigint
  /** by id */
  validators: Map<number, ValidatorRecord>
  /** registrations whose validator exists, by pubkey root */
  appeared: Map<Hex, ValidatorRecord>
  pending: {
    /** slot of the first, if any */
    headSlot?: bigint
    /** those of validators with a flight */
    ofFlights: PendingDepositRecord[]
    /** by id, for flights to validators that have left: places of ours and of one behind it that says when it entered */
    markers: Map<number, Marker>
  }
}

export type Marker = { listIndex: number; behind: number; beaconIndex: number; slot: bigint }

export function observe(
  state: StateView,
  { timestamp, validators, registry: { flights }, registrations }: observe.Args,
): Facts {
  const concerned = validators.filter(({ beaconIndex }) => beaconIndex < state.validatorCount)
  const records = new Map(
    concerned.map(({ id, beaconIndex }) => [id, state.validator(beaconIndex)]),
  )
  const inFlight = new Set(flights.map(({ id }) => records.get(id)?.pubkey))
  const pending = flights.length > 0 ? state.pendingDeposits() : []
  return {
    timestamp,
    slot: BigInt(state.slot),
    validators: records,
    appeared: new Map(
      registrations.flatMap(({ pubkey, pubkeyRoot }) => {
        const index = state.indexOf(pubkey)
        return index === undefined ? [] : [[pubkeyRoot, state.validator(index)] as const]
      }),
    ),
    pending: {
      headSlot: pending[0] && BigInt(pending[0].slot),
      ofFlights: pending.filter(({ pubkey }) => inFlight.has(pubkey)),
      markers: new Map(
        flights.flatMap((flight) => {
          const marker = findMarker(state, pending, flight, records.get(flight.id))
          return marker ? [[flight.id, marker] as const] : []
        }),
      ),
    },
  }
}

export declare namespace observe {
  type Args = {
    timestamp: bigint
    validators: readonly Validator[]
    registry: { flights: readonly Flight[] }
    registrations: readonly Registration[]
  }
}

/** The first deposit behind the flight's whose validator stays: it was never put at the tail again, so its slot is when it entered. */
function findMarker(
  state: StateView,
  pending: readonly PendingDepositRecord[],
  flight: Flight,
  validator: ValidatorRecord | undefined,
): Marker | undefined {
  // Before it is withdrawable, its deposits are still put at the tail.
  if (!validator || validator.withdrawableEpoch > BigInt(state.epoch)) return
  const ours = pending.find(
    ({ pubkey, amount, slot }) =>
      pubkey === validator.pubkey && amount === flight.amount && BigInt(slot) === flight.slot,
  )
  if (!ours) return

  for (const { index, pubkey, slot } of pending.slice(ours.index + 1)) {
    const beaconIndex = slot === 0 ? undefined : state.indexOf(pubkey)
    if (beaconIndex !== undefined && state.validator(beaconIndex).exitEpoch === farFutureEpoch)
      return { listIndex: ours.index, behind: index, beaconIndex, slot: BigInt(slot) }
  }
}
