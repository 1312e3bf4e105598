import {
  type Epoch,
  type Gwei,
  type Seconds,
  type Slot,
  secondsPerDay,
  type Wei,
} from '../units.ts'

export const farFutureEpoch: Epoch = (1n << 64n) - 1n
export const maxFlights = 64n
export const minActivation: Gwei = 32_000_000_000n
export const maxEffective: Gwei = 2_048_000_000_000n

export type Validator = {
  /** As the newest checkpoint that proved it found it. */
  balance: Gwei
  /** The number of that checkpoint. */
  checkpoint: bigint
  retired: boolean
}

/** A top-up between the deposit contract and the validator's balance. */
export type Flight = {
  id: bigint
  amount: Gwei
  slot: Slot
  /** The newest checkpoint in which it was shown to be waiting, or that it is too new to be part of. */
  checkpoint: bigint
}

export type Checkpoint = {
  number: bigint
  open: boolean
  openedAt: Seconds
  /** Validators still to be proven. */
  remaining: bigint
  /** Flights still to be shown waiting or arrived. */
  unsettled: bigint
  /** In the set at open. */
  validators: bigint
  execution: Wei
  beacon: Gwei
  inFlight: Gwei
  finishedSlot: Slot
}

/** What was asked of the validators and hasn't been seen to arrive, in two buckets that turn every four days. */
export type Withdrawing = { turn: bigint; current: Gwei; previous: Gwei }

export type RegistryParameters = {
  genesisTime: Seconds
  checkpointInterval: Seconds
  /** A checkpoint that is open for longer can be replaced. */
  replaceAfter: Seconds
  /** Roots shown for arrivals are no older. */
  rootAge: Seconds
  minTopUp: Gwei
  bucketPeriod: Seconds
}

export type Registry = {
  parameters: RegistryParameters
  /** wei swept into the vault by the next open. */
  ether: Wei
  validators: Validator[]
  flights: Flight[]
  checkpoint: Checkpoint
  /** A slashing was proven since the newest checkpoint opened. */
  slashing: boolean
  withdrawing: Withdrawing
}

export const defaultRegistryParameters: RegistryParameters = {
  genesisTime: 0n,
  checkpointInterval: 21_600n,
  replaceAfter: 3_600n,
  rootAge: 3_600n,
  minTopUp: 1_000_000_000n,
  bucketPeriod: 4n * secondsPerDay,
}

export function createRegistry(parameters: Partial<RegistryParameters> = {}): Registry {
  return {
    parameters: { ...defaultRegistryParameters, ...parameters },
    ether: 0n,
    validators: [],
    flights: [],
    checkpoint: {
      number: 0n,
      open: false,
      openedAt: 0n,
      remaining: 0n,
      unsettled: 0n,
      validators: 0n,
      execution: 0n,
      beacon: 0n,
      inFlight: 0n,
      finishedSlot: 0n,
    },
    slashing: false,
    withdrawing: { turn: 0n, current: 0n, previous: 0n },
  }
}

export function cloneRegistry(registry: Registry): Registry {
  return {
    ...registry,
    validators: registry.validators.map((validator) => ({ ...validator })),
    flights: registry.flights.map((flight) => ({ ...flight })),
    checkpoint: { ...registry.checkpoint },
    withdrawing: { ...registry.withdrawing },
  }
}
