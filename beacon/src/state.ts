import { ssz } from './ssz.ts'
import type { Node } from '@chainsafe/persistent-merkle-tree'
import { getNodeAtDepth } from './proofs/tree.ts'
import { UnknownForkError } from './errors.ts'
import {
  type BlockHeader,
  type Checkpoint,
  type Fork,
  forks,
  type PendingDepositRecord,
  type PendingPartialWithdrawal,
  type ValidatorRecord,
  type ValidatorStatus,
} from './source.ts'
import {
  farFutureEpoch,
  type Gwei,
  type Hex,
  slotsPerEpoch,
  toBytes,
  toEpoch,
  toHex,
} from './units.ts'

/** Depth of the state's own tree, and the field numbers that proofs go through: the same in Electra and Fulu. */
export const stateDepth = 6
export const fields = { fork: 3, validators: 11, balances: 12, pendingDeposits: 34 } as const

type View = ReturnType<typeof ssz.fulu.BeaconState.getViewDU>

/**
 * A beacon state that can be read and proven. It is a view of an immutable SSZ tree: states of one chain share what
 * they have in common, and holding one costs what it differs by.
 */
export class StateView {
  readonly fork: Fork
  readonly node: Node
  readonly #view: View
  readonly #indices: PubkeyIndex
  #balances: number[] | undefined
  #header: BlockHeader | undefined

  constructor(fork: string, node: Node, indices = new PubkeyIndex()) {
    this.fork = knownFork(fork)
    this.node = node
    // Electra's view is used through Fulu's type: Fulu appends one field, which is never read here.
    this.#view = ssz[this.fork].BeaconState.getViewDU(node) as View
    this.#indices = indices
  }

  static deserialize(fork: string, bytes: Uint8Array, indices?: PubkeyIndex): StateView {
    const view = ssz[knownFork(fork)].BeaconState.deserializeToViewDU(bytes)
    view.commit()
    return new StateView(fork, view.node, indices)
  }

  serialize(): Uint8Array {
    return this.#view.serialize()
  }

  get root(): Hex {
    return toHex(this.node.root)
  }

  get slot(): number {
    return this.#view.slot
  }

  get epoch(): number {
    return Math.floor(this.slot / slotsPerEpoch)
  }

  get genesisTime(): number {
    return this.#view.genesisTime
  }

  get genesisValidatorsRoot(): Hex {
    return toHex(this.#view.genesisValidatorsRoot)
  }

  get forkVersions(): { previousVersion: Hex; currentVersion: Hex; epoch: number } {
    const { previousVersion, currentVersion, epoch } = this.#view.fork
    return { previousVersion: toHex(previousVersion), currentVersion: toHex(currentVersion), epoch }
  }

  get finalized(): Checkpoint {
    const { epoch, root } = this.#view.finalizedCheckpoint
    return { epoch, root: toHex(root) }
  }

  get justified(): Checkpoint {
    const { epoch, root } = this.#view.currentJustifiedCheckpoint
    return { epoch, root: toHex(root) }
  }

  get previousJustified(): Checkpoint {
    const { epoch, root } = this.#view.previousJustifiedCheckpoint
    return { epoch, root: toHex(root) }
  }

  /** The header of the block that this is the state after. */
  get header(): BlockHeader {
    if (this.#header) return this.#header
    const { slot, proposerIndex, parentRoot, stateRoot, bodyRoot } =
      this.#view.latestBlockHeader.toValue()
    // A block's own post-state can't hold its root: the field is zero until the next slot fills it in.
    const filled = stateRoot.every((byte) => byte === 0) ? this.node.root : stateRoot
    const value = { slot, proposerIndex, parentRoot, stateRoot: filled, bodyRoot }
    this.#header = {
      root: toHex(ssz.phase0.BeaconBlockHeader.hashTreeRoot(value)),
      slot,
      proposerIndex,
      parentRoot: toHex(parentRoot),
      stateRoot: toHex(filled),
      bodyRoot: toHex(bodyRoot),
    }
    return this.#header
  }

  get validatorCount(): number {
    return this.#view.validators.length
  }

  validator(index: number): ValidatorRecord {
    if (!(index < this.validatorCount)) throw new RangeError(`No validator ${index}`)
    const validator = this.#view.validators.getReadonly(index)
    const record = {
      index,
      pubkey: toHex(validator.pubkey),
      withdrawalCredentials: toHex(validator.withdrawalCredentials),
      balance: this.balance(index),
      effectiveBalance: BigInt(validator.effectiveBalance),
      slashed: validator.slashed,
      activationEligibilityEpoch: toEpoch(validator.activationEligibilityEpoch),
      activationEpoch: toEpoch(validator.activationEpoch),
      exitEpoch: toEpoch(validator.exitEpoch),
      withdrawableEpoch: toEpoch(validator.withdrawableEpoch),
    }
    return { ...record, status: statusOf(record, BigInt(this.epoch)) }
  }

  /** The index of a validator, or undefined before its deposit is applied. */
  indexOf(pubkey: Hex): number | undefined {
    return this.#indices.find(this, pubkey)
  }

  pubkeyAt(index: number): Uint8Array {
    return this.#view.validators.getReadonly(index).pubkey
  }

  balance(index: number): Gwei {
    if (!(index < this.validatorCount)) throw new RangeError(`No validator ${index}`)
    return BigInt(this.#view.balances.get(index))
  }

  /** All balances, in gwei, as numbers: exact, and fast enough for a hundred thousand. */
  balances(): readonly number[] {
    this.#balances ??= this.#view.balances.getAll()
    return this.#balances
  }

  get pendingDepositCount(): number {
    return this.#view.pendingDeposits.length
  }

  pendingDeposit(index: number): PendingDepositRecord {
    if (!(index < this.pendingDepositCount)) throw new RangeError(`No pending deposit ${index}`)
    const deposit = this.#view.pendingDeposits.getReadonly(index)
    return {
      index,
      pubkey: toHex(deposit.pubkey),
      withdrawalCredentials: toHex(deposit.withdrawalCredentials),
      amount: BigInt(deposit.amount),
      signature: toHex(deposit.signature),
      slot: deposit.slot,
    }
  }

  pendingDeposits(): PendingDepositRecord[] {
    return Array.from({ length: this.pendingDepositCount }, (_, index) =>
      this.pendingDeposit(index),
    )
  }

  pendingPartialWithdrawals(): PendingPartialWithdrawal[] {
    return this.#view.pendingPartialWithdrawals.getAllReadonly().map((withdrawal) => ({
      validatorIndex: withdrawal.validatorIndex,
      amount: BigInt(withdrawal.amount),
      withdrawableEpoch: toEpoch(withdrawal.withdrawableEpoch),
    }))
  }

  /** A node of the state's own tree: the root of a field's subtree. */
  field(number: number): Node {
    return getNodeAtDepth(this.node, stateDepth, number)
  }
}

/**
 * Pubkeys to indices. Indices never change within a chain, so all states of a source share one; it is extended when a
 * state with more validators is asked.
 */
export class PubkeyIndex {
  readonly #indices = new Map<string, number>()
  #count = 0

  find(state: StateView, pubkey: Hex): number | undefined {
    const key = pubkey.toLowerCase()
    const known = this.#indices.get(key)
    if (known !== undefined) return this.#confirm(state, key, known)

    for (; this.#count < state.validatorCount; this.#count++) {
      this.#indices.set(toHex(state.pubkeyAt(this.#count)), this.#count)
    }
    const found = this.#indices.get(key)
    return found === undefined ? undefined : this.#confirm(state, key, found)
  }

  // A block that was reorganised away may have given the index to another pubkey.
  #confirm(state: StateView, pubkey: string, index: number): number | undefined {
    if (index >= state.validatorCount) return undefined
    if (Buffer.compare(state.pubkeyAt(index), toBytes(pubkey)) === 0) return index
    this.#indices.clear()
    this.#count = 0
    return this.find(state, pubkey as Hex)
  }
}

export function knownFork(fork: string): Fork {
  const known = forks.find((name) => name === fork)
  if (!known) throw new UnknownForkError(fork)
  return known
}

function statusOf(validator: Omit<ValidatorRecord, 'status'>, epoch: bigint): ValidatorStatus {
  const { activationEligibilityEpoch, activationEpoch, exitEpoch, withdrawableEpoch } = validator
  if (epoch < activationEpoch) {
    return activationEligibilityEpoch === farFutureEpoch ? 'pending_initialized' : 'pending_queued'
  }
  if (epoch < exitEpoch) {
    if (exitEpoch === farFutureEpoch) return 'active_ongoing'
    return validator.slashed ? 'active_slashed' : 'active_exiting'
  }
  if (epoch < withdrawableEpoch) return validator.slashed ? 'exited_slashed' : 'exited_unslashed'
  return validator.balance > 0n ? 'withdrawal_possible' : 'withdrawal_done'
}
