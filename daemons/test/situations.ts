import { farFutureEpoch, type ValidatorRecord } from '@cairn/beacon'
import { defaultParameters, ether, gweiToWei } from '@cairn/spec'
import { pad, toHex, zeroAddress, zeroHash } from 'viem'
import type { Checkpoint, Flight, Registry, Validator, Vault } from '../src/chain/index.ts'
import { status } from '../src/chain/index.ts'
import type { Held } from '../src/keeper/observe.ts'
import type { Facts } from '../src/prover/observe.ts'

export const eth = 1_000_000_000n // gwei
export const credentials = `0x02${'00'.repeat(11)}${'ab'.repeat(20)}` as const
export const pubkeyOf = (id: number) => pad(toHex(id + 1), { size: 48 })

export const checkpointOf = (checkpoint: Partial<Checkpoint> = {}): Checkpoint => ({
  number: 7,
  open: false,
  openedAt: 100_000n,
  remaining: 0,
  unsettled: 0,
  validators: 0,
  root: zeroHash,
  execution: 0n,
  beacon: 0n,
  inFlight: 0n,
  finishedSlot: 8_000n,
  ...checkpoint,
})

export const registryOf = (registry: Partial<Registry> = {}): Registry => ({
  checkpoint: checkpointOf(),
  dueAt: 121_600n,
  flights: [],
  count: 0,
  withdrawing: 0n,
  minTopUp: eth,
  ...registry,
})

export const vaultOf = (vault: Partial<Vault> = {}): Vault => ({
  shares: ether(100),
  backing: ether(100),
  fees: 0n,
  unvested: 0n,
  deficit: 0n,
  since: 0n,
  until: 0n,
  provenAt: 100_000n,
  outside: 0n,
  eligible: 0n,
  open: false,
  slashing: false,
  laneUsed: 0n,
  laneCapacity: 0n,
  assets: ether(100),
  supply: ether(100),
  idle: 0n,
  shortfall: 0n,
  stakeable: 0n,
  parameters: {
    ...defaultParameters,
    weth: zeroAddress,
    queue: zeroAddress,
    treasury: zeroAddress,
  },
  ...vault,
})

export const validatorOf = (id: number, validator: Partial<Validator> = {}): Validator => ({
  id,
  status: status.proven,
  operator: 0,
  slashed: false,
  exiting: false,
  beaconIndex: 1_000 + id,
  balance: 32n * eth,
  inFlight: 0n,
  checkpoint: 6,
  pubkeyRoot: zeroHash,
  ...validator,
})

export const recordOf = (id: number, record: Partial<ValidatorRecord> = {}): ValidatorRecord => ({
  index: 1_000 + id,
  pubkey: pubkeyOf(id),
  withdrawalCredentials: credentials,
  balance: 32n * eth,
  effectiveBalance: 32n * eth,
  slashed: false,
  activationEligibilityEpoch: 0n,
  activationEpoch: 0n,
  exitEpoch: farFutureEpoch,
  withdrawableEpoch: farFutureEpoch,
  status: 'active_ongoing',
  ...record,
})

export const heldOf = (id: number, held: Partial<Held> = {}): Held => ({
  ...recordOf(id),
  arriving: 0n,
  leaving: 0n,
  ...held,
})

export const factsOf = (facts: Partial<Facts> = {}): Facts => ({
  timestamp: 108_000n,
  slot: 9_000n,
  validators: new Map(),
  appeared: new Map(),
  pending: { ofFlights: [], markers: new Map() },
  ...facts,
})

export const flightOf = (id: number, flight: Partial<Flight> = {}): Flight => ({
  id,
  amount: 32n * eth,
  slot: 8_500n,
  checkpoint: 0,
  bar: 2n ** 64n - 1n,
  ...flight,
})

export const pendingOf = (id: number, index: number, slot = 8_500) => ({
  index,
  pubkey: pubkeyOf(id),
  withdrawalCredentials: credentials,
  amount: 32n * eth,
  signature: '0x' as const,
  slot,
})

/** gwei of `amount` ether, in wei */
export const wei = (amount: bigint) => gweiToWei(amount * eth)
