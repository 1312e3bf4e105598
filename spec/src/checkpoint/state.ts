import type { Address, Epoch, Gwei, Seconds, Slot, Wei } from '../units.ts'

export const farFutureEpoch: Epoch = (1n << 64n) - 1n
export const farFutureSlot: Slot = (1n << 64n) - 1n
export const maxFlights = 64n

/** gwei below which a validator can't become active: a top-up that leaves it there would earn nothing. */
export const minActive: Gwei = 32_000_000_000n
export const maxEffective: Gwei = 2_048_000_000_000n
export const predeposit: Gwei = 1_000_000_000n

export type Validator = {
  beaconIndex: bigint
  /** As the newest checkpoint that proved it found it. */
  balance: Gwei
  /** The number of that checkpoint; of the open one, if it is not in its set. */
  checkpoint: bigint
  slashed: boolean
  exiting: boolean
  retired: boolean
  /** The newest checkpoint when a deposit of ours was last seen to have landed. */
  landedIn: bigint
  /** Of the state in which it was seen. */
  landedSlot: Slot
  /** The beacon chain ignores requests that come earlier. */
  askableFrom: Epoch
  /** What the requests of `window` leave on it. */
  left: Gwei
  window: bigint
}

/** A top-up between the deposit contract and the validator's balance. */
export type Flight = {
  id: bigint
  amount: Gwei
  /** Of the block that made it. */
  slot: Slot
  /** The newest checkpoint in which it was shown to be waiting. */
  checkpoint: bigint
  /** No head of the list later than this can be ahead of it, as a marker showed. */
  bar: Slot
}

export type Progress = {
  number: bigint
  open: boolean
  openedAt: Seconds
  /** Ids handed out when it was opened: those below are its set, but for the retired. */
  validators: bigint
  /** Of its set, still to be proven. */
  remaining: bigint
  /** Flights still to be shown waiting or arrived. */
  unsettled: bigint
  /** Validators whose proof was paid for since the last one that finished. */
  tipped: bigint
  /** Found on validators that were asked to exit. */
  leaving: Gwei
}

export type Found = {
  execution: Wei
  beacon: Gwei
  inFlight: Gwei
  /** What partial withdrawals could bring. */
  spare: Gwei
}

/** What the last finished one left, kept up to date by requests since. */
export type Finished = {
  slot: Slot
  /** Of the newest state in which a slashing was proven. */
  slashedSlot: Slot
  spare: Gwei
  leaving: Gwei
  /** Arrived from the beacon chain since. */
  swept: Gwei
}

/** Partial withdrawals asked for, by window. What is older than the previous one counts as ignored, and is forgotten. */
export type Requests = { window: bigint; current: Gwei; previous: Gwei }

export type RegistryParameters = {
  curator: Address
  genesisTime: Seconds
  checkpointInterval: Seconds
  minTopUp: Gwei
}

export type Registry = {
  parameters: RegistryParameters
  /** wei that the next opening sweeps into the vault. */
  ether: Wei
  validators: Validator[]
  flights: Flight[]
  progress: Progress
  found: Found
  finished: Finished
  requests: Requests
}

export const defaultRegistryParameters: RegistryParameters = {
  curator: 'curator',
  genesisTime: 0n,
  checkpointInterval: 21_600n,
  minTopUp: 1_000_000_000n,
}

export function createRegistry(parameters: Partial<RegistryParameters> = {}): Registry {
  return {
    parameters: { ...defaultRegistryParameters, ...parameters },
    ether: 0n,
    validators: [],
    flights: [],
    progress: {
      number: 0n,
      open: false,
      openedAt: 0n,
      validators: 0n,
      remaining: 0n,
      unsettled: 0n,
      tipped: 0n,
      leaving: 0n,
    },
    found: { execution: 0n, beacon: 0n, inFlight: 0n, spare: 0n },
    finished: { slot: 0n, slashedSlot: 0n, spare: 0n, leaving: 0n, swept: 0n },
    requests: { window: 0n, current: 0n, previous: 0n },
  }
}

export function cloneRegistry(registry: Registry): Registry {
  return {
    ...registry,
    validators: registry.validators.map((validator) => ({ ...validator })),
    flights: registry.flights.map((flight) => ({ ...flight })),
    progress: { ...registry.progress },
    found: { ...registry.found },
    finished: { ...registry.finished },
    requests: { ...registry.requests },
  }
}
