import type { StateView, ValidatorRecord } from '@cairn/beacon'
import type { Requested, Validator } from '../chain/index.ts'

/** A validator of ours as the beacon state has it. Amounts in gwei. */
export type Held = ValidatorRecord & { arriving: bigint; leaving: bigint }

export type Facts = {
  timestamp: bigint
  epoch: bigint
  /** by id */
  validators: Map<number, Held>
}

export function observe(
  state: StateView,
  { timestamp, block, validators, requests }: observe.Args,
): Facts {
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
            leaving: (leaving.get(beaconIndex) ?? 0n) + newlyAsked(requests, block, id),
          }
          return [id, { ...record, ...pending }]
        }),
    ),
  }
}

export declare namespace observe {
  type Args = {
    timestamp: bigint
    /** the block of the timestamp: the state is of the one before it */
    block: bigint
    validators: readonly Validator[]
    requests: readonly Requested[]
  }
}

/** What the state can't know yet. */
function newlyAsked(requests: readonly Requested[], since: bigint, id: number) {
  return requests
    .filter((request) => request.id === id && request.block >= since)
    .reduce((sum, { amount }) => sum + amount, 0n)
}
