import type { StateView } from './state.ts'
import type { Gwei, Hex } from './units.ts'

/** Forks whose state layout is known here. Anything else is refused, never guessed. */
export const forks = ['electra', 'fulu'] as const
export type Fork = (typeof forks)[number]

/** A block: a name, its slot, or its root. */
export type BlockId = 'head' | 'finalized' | 'justified' | 'genesis' | number | Hex

/**
 * Where the consensus layer is read from. Two of them exist, and everything that reads works with either: the in-process
 * `BeaconChain`, and `BeaconClient` over a beacon node's HTTP API.
 */
export interface BeaconSource {
  genesis(): Promise<Genesis>
  spec(): Promise<ChainSpec>

  /** The header of a block. Throws `BlockNotFoundError` for an empty slot or an unknown root. */
  header(id: BlockId): Promise<BlockHeader>

  /**
   * The state after the block `id`: `state.root` equals `header(id).stateRoot`. Throws `StateUnavailableError` where the
   * source no longer holds it.
   */
  state(id: BlockId): Promise<StateView>
}

export type Genesis = {
  genesisTime: number // seconds
  genesisValidatorsRoot: Hex
  genesisForkVersion: Hex
}

export type ChainSpec = {
  secondsPerSlot: number
  slotsPerEpoch: number
  /** Versions and epochs of the known forks that the chain has scheduled. */
  forks: Partial<Record<Fork, { version: Hex; epoch: bigint }>>
  /** As the beacon API serves it. */
  raw: Record<string, string>
}

export type BlockHeader = {
  root: Hex
  slot: number
  proposerIndex: number
  parentRoot: Hex
  stateRoot: Hex
  bodyRoot: Hex
}

export type Checkpoint = { epoch: number; root: Hex }

/** A validator as the state holds it. */
export type ValidatorRecord = {
  index: number
  pubkey: Hex
  withdrawalCredentials: Hex
  balance: Gwei
  effectiveBalance: Gwei
  slashed: boolean
  activationEligibilityEpoch: bigint
  activationEpoch: bigint
  exitEpoch: bigint
  withdrawableEpoch: bigint
  status: ValidatorStatus
}

/** The beacon API's words. */
export type ValidatorStatus =
  | 'pending_initialized'
  | 'pending_queued'
  | 'active_ongoing'
  | 'active_exiting'
  | 'active_slashed'
  | 'exited_unslashed'
  | 'exited_slashed'
  | 'withdrawal_possible'
  | 'withdrawal_done'

/** An element of `pending_deposits`; `index` is its place in the list at that state. */
export type PendingDepositRecord = {
  index: number
  pubkey: Hex
  withdrawalCredentials: Hex
  amount: Gwei
  signature: Hex
  slot: number
}

export type PendingPartialWithdrawal = {
  validatorIndex: number
  amount: Gwei
  withdrawableEpoch: bigint
}

/** A withdrawal that a block pays out on the execution layer. */
export type Withdrawal = {
  index: bigint
  validatorIndex: number
  address: Hex
  amount: Gwei
}
