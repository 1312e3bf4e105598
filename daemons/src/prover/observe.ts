import type { PendingDepositRecord, StateView, ValidatorRecord } from '@cairn/beacon'
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
    count: number
    /** slot of the first, if any */
    headSlot?: bigint
    /** those of validators with a flight */
    ofFlights: PendingDepositRecord[]
  }
}

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
      count: state.pendingDepositCount,
      headSlot: pending[0] && BigInt(pending[0].slot),
      ofFlights: pending.filter(({ pubkey }) => inFlight.has(pubkey)),
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
