import type { StateView, ValidatorRecord } from '@cairn/beacon'
import type { Validator } from '../chain/index.ts'

/** A validator of ours as the beacon state has it. Amounts in gwei. */
export type Held = ValidatorRecord & { arriving: bigint; leaving: bigint }

export type Facts = {
  timestamp: bigint
  epoch: bigint
  /** by id */
  validators: Map<number, Held>
}

export function observe(state: StateView, { timestamp, validators, asked }: observe.Args): Facts {
  const arriving = new Map<string, bigint>()
  for (const { pubkey, amount } of state.pendingDeposits())
    arriving.set(pubkey, (arriving.get(pubkey) ?? 0n) + amount)
  const leaving = new Map<number, bigint>()
  for (const { validatorIndex, amount } of state.pendingPartialWithdrawals())
    leaving.set(validatorIndex, (leaving.get(validatorIndex) ?? 0n) + amount)

  return {
    timestamp,
    epoch: BigInt(state.epoch),
    validators: new Map(
      validators
        .filter(({ beaconIndex }) => beaconIndex < state.validatorCount)
        .map(({ id, beaconIndex }) => {
          const record = state.validator(beaconIndex)
          const pending = {
            arriving: arriving.get(record.pubkey) ?? 0n,
            leaving: (leaving.get(beaconIndex) ?? 0n) + (asked.get(id) ?? 0n),
          }
          return [id, { ...record, ...pending }]
        }),
    ),
  }
}

export declare namespace observe {
  type Args = {
    timestamp: bigint
    validators: readonly Validator[]
    /** gwei by id: requests that are too new for the state */
    asked: ReadonlyMap<number, bigint>
  }
}
