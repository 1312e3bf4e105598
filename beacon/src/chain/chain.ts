import { ssz } from '../ssz.ts'
import { SecretKey } from '@chainsafe/blst'
import { chainConfigFromJson, chainConfigToJson, createBeaconConfig } from '@lodestar/config'
import {
  activePreset,
  DOMAIN_BEACON_PROPOSER,
  DOMAIN_RANDAO,
  ForkSeq,
  presetToJson,
} from '@lodestar/params'
import {
  type CachedBeaconStateAllForks,
  type CachedBeaconStateElectra,
  computeSigningRoot,
  createCachedBeaconState,
  createPubkeyCache,
  DataAvailabilityStatus,
  ExecutionPayloadStatus,
  getExpectedWithdrawals,
  getRandaoMix,
  getVoluntaryExitValidity,
  isSlashableValidator,
  processSlots,
  stateTransition,
  VoluntaryExitValidity,
} from '@lodestar/state-transition'
import { toValidatorKey, type ValidatorKey } from '../deposits/deriveKey.ts'
import { BeaconError, BlockNotFoundError, StateUnavailableError } from '../errors.ts'
import type {
  BeaconSource,
  BlockHeader,
  BlockId,
  ChainSpec,
  Fork,
  Genesis,
  Withdrawal,
} from '../source.ts'
import { PubkeyIndex, StateView } from '../state.ts'
import { type Hex, secondsPerSlot, slotsPerEpoch, toBytes, toHex } from '../units.ts'
import { signExit, type SignedVoluntaryExit } from './exit.ts'
import {
  type ChainState,
  createGenesis,
  type GenesisOptions,
  interopValidators,
} from './genesis.ts'
import { KeyRing } from './keys.ts'
import { attest, type Online, signSync, writeParticipation } from './participate.ts'
import { type ExecutionRequests, toSszRequests } from './requests.ts'
import { decodeChain, encodeChain } from './save.ts'
import { equivocate, type ProposerSlashing } from './slash.ts'
import { BlockStore, type StoredState } from './store.ts'

export type ChainOptions = GenesisOptions & RunOptions

export type RunOptions = {
  /**
   * How many recent states to keep. Default 384: of every root that proofs of the last hour may use. With 70 and more, the
   * finalised state is always among those held.
   */
  keepStates?: number
  keepHeaders?: number
  /** Verify every signature that blocks carry, as a beacon node does. Default true. */
  verify?: boolean
}

/** What the consensus layer fixes of the next execution block, before it is built. */
export type Preparation = {
  slot: number
  timestamp: number // seconds
  /** Goes into EIP-4788 in the execution block: the root of the block before. */
  parentRoot: Hex
  prevRandao: Hex
  proposerIndex: number
  /** To be credited at the end of the execution block, after its transactions. */
  withdrawals: Withdrawal[]
}

/** What the consensus layer reads of the execution block of a slot. */
export type ExecutionBlock = ExecutionRequests & {
  number: number
  hash: Hex
  /** Default: the hash of the payload before, for chains that mine more than one execution block a slot. */
  parentHash?: Hex
  timestamp: number // seconds
  feeRecipient?: Hex
}

export type ProducedBlock = {
  header: BlockHeader
  /** The proposer's, over the block. */
  signature: Hex
  withdrawals: Withdrawal[]
  slashed: number[]
  exited: number[]
}

const zeroHash: Hex = `0x${'00'.repeat(32)}`
const maxSlashingsPerBlock = 16
const maxExitsPerBlock = 16

/** The proposer of a slot can't propose: slashed, offline, or its key isn't known here. Such slots stay empty. */
export class CannotProposeError extends BeaconError {
  override name = 'CannotProposeError'
  constructor(
    readonly slot: number,
    readonly proposerIndex: number,
  ) {
    super(
      `Validator ${proposerIndex}, the proposer of slot ${slot}, is slashed, offline or without a key: the slot stays empty. Ask chain.nextSlot() for the next one with a block.`,
    )
  }
}

/**
 * A beacon chain in this process: real states, the real state transition, real signatures. Blocks are made one call at a
 * time, in lock-step with an execution chain:
 *
 *   const slot = chain.nextSlot(earliest)
 *   const { parentRoot, timestamp, withdrawals } = chain.prepare(slot)
 *   … mine the execution block, with parentRoot in EIP-4788; credit `withdrawals` after its transactions …
 *   chain.produce(slot, { number, hash, timestamp, deposits, withdrawalRequests })
 *
 * Each block goes through Lodestar's `stateTransition` with the randao reveal, an aggregate attestation of the slot before,
 * and the sync committee's aggregate, all signed and (by default) verified. Slots may be skipped; in an epoch with skipped
 * slots the attestations that had no block to go into are written into the state instead, so that time can run fast without
 * anyone being penalised for it. What such an epoch lacks are the proposers' and the sync committee's rewards.
 */
export class BeaconChain implements BeaconSource {
  readonly genesisTime: number
  readonly genesisValidatorsRoot: Hex
  readonly keys = new KeyRing()
  readonly #config: ChainState['config']
  readonly #verify: boolean
  readonly #genesis: BlockHeader
  #indices = new PubkeyIndex()
  #store: BlockStore
  #state: ChainState
  #head: BlockHeader
  #prepared: ChainState | undefined
  #blocksInEpoch = 1
  #offline = new Set<number>()
  #pubkeys: Hex[] = []
  #slashings = new Map<number, ProposerSlashing>()
  #exits = new Map<number, SignedVoluntaryExit>()
  #anchors: Hex[] = []

  private constructor(state: ChainState, options: RunOptions, genesis?: BlockHeader) {
    const { keepStates = 384, keepHeaders = 65_536, verify = true } = options
    this.#config = state.config
    this.#verify = verify
    this.#state = state
    this.#store = new BlockStore(keepStates, keepHeaders)
    this.genesisTime = state.genesisTime
    this.genesisValidatorsRoot = toHex(state.genesisValidatorsRoot)
    this.#head = this.#remember(state)
    this.#genesis = genesis ?? this.#head
  }

  static create(options: ChainOptions = {}): BeaconChain {
    const { validators = 64 } = options
    const list = typeof validators === 'number' ? interopValidators(validators) : validators
    const chain = new BeaconChain(createGenesis({ ...options, validators: list }), options)
    for (const { key } of list) chain.addKey(key)
    chain.#anchor()
    return chain
  }

  /** Goes on where `save` was called. Of the states, the head's and those pinned are there. */
  static load(bytes: Uint8Array, options: RunOptions = {}): BeaconChain {
    const saved = decodeChain(bytes)
    const states = saved.states.map(({ root, fork, ssz, holders }) => {
      const { node } = StateView.deserialize(fork, ssz)
      return { root, fork, node, holders }
    })
    const head = states.find(({ root }) => root === saved.head)
    if (!head) throw new BeaconError(`The saved chain lacks the state of its head, ${saved.head}.`)

    const view = ssz[head.fork].BeaconState.getViewDU(head.node)
    const config = createBeaconConfig(chainConfigFromJson(saved.config), view.genesisValidatorsRoot)
    const cached = createCachedBeaconState(view, { config, pubkeyCache: createPubkeyCache() })
    const chain = new BeaconChain(cached as ChainState, options, saved.genesis)
    for (const { header, signature } of saved.headers) chain.#store.addHeader(header, signature)
    for (const { root, fork, node, holders } of states) {
      if (holders > 0) chain.#store.restore(root, { fork, node }, holders)
    }
    for (const secret of saved.secrets) chain.addKey(SecretKey.fromHex(secret))
    chain.#blocksInEpoch = saved.blocksInEpoch
    chain.#offline = new Set(saved.offline)
    chain.#anchors = saved.anchors
    return chain
  }

  // -- Reading -----------------------------------------------------------------------------------------------------

  get head(): BlockHeader {
    return this.#head
  }

  get headState(): StateView {
    return this.stateOf('head')
  }

  /** Genesis' own fork version, which deposits are signed for. */
  get genesisForkVersion(): Hex {
    return toHex(this.#config.GENESIS_FORK_VERSION)
  }

  timestampOf(slot: number): number {
    return this.genesisTime + slot * secondsPerSlot
  }

  slotAt(timestamp: number): number {
    return Math.floor((timestamp - this.genesisTime) / secondsPerSlot)
  }

  headerOf(id: BlockId): BlockHeader {
    const header = this.#find(id)
    if (!header) throw new BlockNotFoundError(id)
    return header
  }

  stateOf(id: BlockId): StateView {
    const { root } = this.headerOf(id)
    const stored = this.#store.state(root)
    if (!stored) {
      throw new StateUnavailableError(id, 'it left the ring of recent states and is not pinned')
    }
    return new StateView(stored.fork, stored.node, this.#indices)
  }

  /** The block that a state root belongs to. */
  blockOfState(stateRoot: Hex): BlockHeader | undefined {
    return this.#store.ofState(stateRoot)
  }

  /** The proposer's signature of a block; the genesis block has none. */
  signatureOf(root: Hex): Hex | undefined {
    return this.#store.signature(root)
  }

  async genesis(): Promise<Genesis> {
    return {
      genesisTime: this.genesisTime,
      genesisValidatorsRoot: this.genesisValidatorsRoot,
      genesisForkVersion: this.genesisForkVersion,
    }
  }

  async spec(): Promise<ChainSpec> {
    const { forks } = this.#config
    const scheduled: ChainSpec['forks'] = {}
    for (const fork of ['electra', 'fulu'] as const) {
      const { epoch, version } = forks[fork]
      if (Number.isFinite(epoch))
        scheduled[fork] = { version: toHex(version), epoch: BigInt(epoch) }
    }
    const raw: Record<string, string> = {}
    const values = { ...presetToJson(activePreset), ...chainConfigToJson(this.#config) }
    for (const [key, value] of Object.entries(values)) {
      if (typeof value === 'string') raw[key] = value
    }
    return { secondsPerSlot, slotsPerEpoch, forks: scheduled, raw }
  }

  async header(id: BlockId): Promise<BlockHeader> {
    return this.headerOf(id)
  }

  async state(id: BlockId): Promise<StateView> {
    return this.stateOf(id)
  }

  /** Keeps the state of a block until released as often as pinned. */
  pin(root: Hex) {
    if (!this.#store.pin(root)) throw new StateUnavailableError(root, 'there is nothing to pin')
  }

  release(root: Hex) {
    this.#store.release(root)
  }

  get stateCount(): number {
    return this.#store.stateCount
  }

  // -- Steps -------------------------------------------------------------------------------------------------------

  /** The root that EIP-4788 serves in the execution block of `slot`: its beacon block's parent's. */
  parentRootFor(slot: number): Hex {
    if (slot > this.#head.slot) return this.#head.root
    for (let before = slot - 1; before >= 0; before--) {
      const header = this.#store.at(before)
      if (header) return header.root
    }
    throw new BlockNotFoundError(slot)
  }

  /** The first slot, not before `from`, whose proposer can propose. */
  nextSlot(from = this.#head.slot + 1): number {
    const start = Math.max(from, this.#head.slot + 1)
    for (let slot = start; slot < start + 8 * slotsPerEpoch; slot++) {
      if (this.#canPropose(this.#proposer(slot))) return slot
    }
    throw new BeaconError(
      `No validator can propose from slot ${start} on: all are offline, slashed or without a key.`,
    )
  }

  prepare(slot: number): Preparation {
    const state = this.#advance(slot)
    const proposerIndex = state.epochCtx.getBeaconProposer(slot)
    if (!this.#canPropose(proposerIndex)) throw new CannotProposeError(slot, proposerIndex)
    return {
      slot,
      timestamp: this.timestampOf(slot),
      parentRoot: this.#head.root,
      prevRandao: toHex(getRandaoMix(state, state.epochCtx.epoch)),
      proposerIndex,
      withdrawals: this.#expected(state).map(withdrawalOf),
    }
  }

  /** Adds the block of `slot`, around the execution block that was mined for it. */
  produce(slot: number, execution: ExecutionBlock): ProducedBlock {
    const { proposerIndex, parentRoot, withdrawals } = this.prepare(slot)
    const state = this.#advance(slot)
    const proposer = this.#pubkey(proposerIndex)
    const online = this.#online
    const parent = toBytes(parentRoot)

    const slashings = this.#takeSlashings(state)
    const exits = this.#takeExits(state, slashings)
    const attestation = attest(state, slot - 1, this.keys, online)
    const randao = computeSigningRoot(
      ssz.Epoch,
      state.epochCtx.epoch,
      this.#config.getDomain(slot, DOMAIN_RANDAO),
    )
    const block = {
      slot,
      proposerIndex,
      parentRoot: parent,
      stateRoot: new Uint8Array(32),
      body: {
        ...ssz[this.#fork(slot)].BeaconBlockBody.defaultValue(),
        randaoReveal: this.keys.sign(proposer, randao).toBytes(),
        eth1Data: state.eth1Data.toValue(),
        proposerSlashings: slashings,
        attestations: attestation ? [attestation] : [],
        voluntaryExits: exits,
        syncAggregate: signSync(state, parent, this.keys, online),
        executionPayload: this.#payload(state, execution),
        executionRequests: toSszRequests(execution),
      },
    }
    const post = stateTransition(
      state,
      { message: block, signature: new Uint8Array(96) },
      {
        verifyStateRoot: false, // it is computed here
        verifyProposer: false, // its signature needs the state root
        verifySignatures: this.#verify,
        executionPayloadStatus: ExecutionPayloadStatus.valid,
        dataAvailabilityStatus: DataAvailabilityStatus.Available,
      },
    ) as ChainState
    block.stateRoot = Uint8Array.from(post.hashTreeRoot())
    const domain = this.#config.getDomain(slot, DOMAIN_BEACON_PROPOSER)
    const root = computeSigningRoot(ssz[this.#fork(slot)].BeaconBlock, block, domain)
    const signature = toHex(this.keys.sign(proposer, root).toBytes())

    const sameEpoch =
      Math.floor(slot / slotsPerEpoch) === Math.floor(this.#head.slot / slotsPerEpoch)
    this.#blocksInEpoch = sameEpoch ? this.#blocksInEpoch + 1 : 1
    this.#state = post
    this.#prepared = undefined
    this.#head = this.#remember(post, signature)
    this.#anchor()
    return {
      header: this.#head,
      signature,
      withdrawals,
      slashed: slashings.map(({ signedHeader1 }) => signedHeader1.message.proposerIndex),
      exited: exits.map(({ message }) => message.validatorIndex),
    }
  }

  // -- Validators --------------------------------------------------------------------------------------------------

  /** Lets a validator that was deposited after genesis do its duties. Without its key it counts as offline. */
  addKey(key: ValidatorKey | SecretKey) {
    this.keys.add('pubkey' in key ? key : toValidatorKey(key))
    this.#prepared = undefined
  }

  /** Offline validators neither attest nor propose nor sign for the sync committee. */
  setOffline(indices: Iterable<number>, offline = true) {
    for (const index of indices) {
      if (offline) this.#offline.add(index)
      else this.#offline.delete(index)
    }
    this.#prepared = undefined
  }

  /** Makes the validator equivocate: the evidence goes into the next block. */
  slash(index: number) {
    const validator = this.#state.validators.getReadonly(index)
    if (!isSlashableValidator(validator, this.#state.epochCtx.epoch)) {
      throw new BeaconError(
        `Validator ${index} can't be slashed: it is slashed already, or not active.`,
      )
    }
    this.#slashings.set(index, equivocate(this.#state, index, this.#pubkey(index), this.keys))
  }

  /** Signs the validator's voluntary exit, which goes into the next block. */
  exit(index: number) {
    const exit = signExit(this.#state, index, this.#pubkey(index), this.keys)
    const validity = getVoluntaryExitValidity(this.#seq(), this.#state, exit, true)
    if (validity !== VoluntaryExitValidity.valid) {
      throw new BeaconError(`Validator ${index} can't exit now: ${validity.replaceAll('_', ' ')}.`)
    }
    this.#exits.set(index, exit)
  }

  // -- Going on, and going back --------------------------------------------------------------------------------------------------

  /** The chain, to go on with `load` in another process. Operations that wait for the next block aren't in it. */
  save(): Uint8Array {
    const pinned = this.#store.pinned()
    const head = this.#store.state(this.#head.root) as StoredState
    const states = [[this.#head.root, head, 0] as const, ...pinned].map(
      ([root, { fork, node }, holders]) => ({
        root,
        fork,
        ssz: new StateView(fork, node).serialize(),
        holders,
      }),
    )
    return encodeChain({
      config: chainConfigToJson(this.#config),
      genesis: this.#genesis,
      head: this.#head.root,
      blocksInEpoch: this.#blocksInEpoch,
      offline: [...this.#offline],
      secrets: this.keys.secrets,
      headers: this.#store.headers().map((header) => ({
        header,
        signature: this.#store.signature(header.root),
      })),
      states,
      anchors: this.#anchors,
    })
  }

  /** The chain as it is now, to come back to with `revert`; costs next to nothing. Keys stay added. */
  snapshot(): ChainSnapshot {
    return {
      store: this.#store.copy(),
      state: this.#state,
      head: this.#head,
      blocksInEpoch: this.#blocksInEpoch,
      offline: new Set(this.#offline),
      slashings: new Map(this.#slashings),
      exits: new Map(this.#exits),
      anchors: [...this.#anchors],
    }
  }

  /** Goes back to a snapshot, which stays usable. */
  revert(snapshot: ChainSnapshot) {
    this.#store = snapshot.store.copy()
    this.#state = this.#withoutLaterPubkeys(snapshot.state)
    this.#indices = new PubkeyIndex()
    this.#head = snapshot.head
    this.#blocksInEpoch = snapshot.blocksInEpoch
    this.#offline = new Set(snapshot.offline)
    this.#slashings = new Map(snapshot.slashings)
    this.#exits = new Map(snapshot.exits)
    this.#anchors = [...snapshot.anchors]
    this.#prepared = undefined
    this.#pubkeys = []
  }

  // All states of a chain share one cache of pubkeys, which only grows: validators that came after the snapshot would keep
  // their indices, though another may get them now.
  #withoutLaterPubkeys(state: ChainState): ChainState {
    if (state.epochCtx.pubkeyCache.size === state.validators.length) return state
    const view = ssz[this.#fork(state.slot)].BeaconState.getViewDU(state.node)
    const pubkeyCache = createPubkeyCache()
    return createCachedBeaconState(view, { config: this.#config, pubkeyCache }) as ChainState
  }

  // -- Inside ------------------------------------------------------------------------------------------------------

  /** The state at `slot`, before its block. */
  #advance(slot: number): ChainState {
    if (slot <= this.#head.slot) {
      throw new BeaconError(`Slot ${slot} is not after the head's, ${this.#head.slot}.`)
    }
    let state = this.#prepared && this.#prepared.slot <= slot ? this.#prepared : this.#state
    while (state.slot < slot) {
      const first = Math.floor(state.slot / slotsPerEpoch) * slotsPerEpoch
      const last = first + slotsPerEpoch - 1
      if (state.slot < last) {
        state = processSlots(state, Math.min(slot, last)) as ChainState
        if (state.slot < slot) continue
        // The last slot will have a block: this is the last chance, for a block's own state must not be touched.
        if (slot === last && this.#blocksSince(first) < slotsPerEpoch - 1) this.#write(state, first)
      } else {
        if (this.#head.slot < last) this.#write(state, first)
        state = processSlots(state, last + 1) as ChainState
      }
    }
    this.#prepared = state
    return state
  }

  #blocksSince(epochStart: number): number {
    return this.#head.slot < epochStart ? 0 : this.#blocksInEpoch
  }

  /** Makes up for the attestations that found no block in the epoch that starts at `first`. */
  #write(state: ChainState, first: number) {
    const firstSkipped = first > 0 && this.#store.at(first) === undefined
    writeParticipation(state, this.#online, firstSkipped)
    state.commit()
  }

  #proposer(slot: number): number {
    const epoch = Math.floor(slot / slotsPerEpoch)
    const state = epoch === this.#state.epochCtx.epoch ? this.#state : this.#advance(slot)
    return state.epochCtx.getBeaconProposer(slot)
  }

  #canPropose(index: number): boolean {
    // Only blocks slash, so the head's state knows; a proposer that it doesn't hold can't be drawn yet.
    return this.#online(index) !== undefined && !this.#state.validators.getReadonly(index).slashed
  }

  #online: Online = (index) => {
    if (this.#offline.has(index)) return undefined
    const pubkey = this.#pubkey(index)
    return this.keys.has(pubkey) ? pubkey : undefined
  }

  #pubkey(index: number): Hex {
    const known = this.#pubkeys[index]
    if (known) return known
    const state = index < this.#state.validators.length ? this.#state : this.#prepared
    if (!state || index >= state.validators.length) throw new RangeError(`No validator ${index}`)
    const pubkey = toHex(state.validators.getReadonly(index).pubkey)
    // The prepared state may yet be thrown away.
    if (state === this.#state) this.#pubkeys[index] = pubkey
    return pubkey
  }

  #expected(state: ChainState) {
    const view = state as CachedBeaconStateAllForks as CachedBeaconStateElectra
    return getExpectedWithdrawals(this.#seq(state.slot), view).expectedWithdrawals
  }

  #payload(state: ChainState, execution: ExecutionBlock) {
    const { blockHash } = state.latestExecutionPayloadHeader
    return {
      ...ssz.fulu.ExecutionPayload.defaultValue(),
      parentHash: execution.parentHash ? toBytes(execution.parentHash) : blockHash,
      feeRecipient: toBytes(execution.feeRecipient ?? `0x${'00'.repeat(20)}`),
      prevRandao: getRandaoMix(state, state.epochCtx.epoch),
      blockNumber: execution.number,
      timestamp: execution.timestamp,
      blockHash: toBytes(execution.hash),
      withdrawals: this.#expected(state),
    }
  }

  #takeSlashings(state: ChainState): ProposerSlashing[] {
    const taken: ProposerSlashing[] = []
    for (const [index, slashing] of this.#slashings) {
      if (taken.length === maxSlashingsPerBlock) break
      this.#slashings.delete(index)
      const validator = state.validators.getReadonly(index)
      if (isSlashableValidator(validator, state.epochCtx.epoch)) taken.push(slashing)
    }
    return taken
  }

  #takeExits(state: ChainState, slashings: ProposerSlashing[]): SignedVoluntaryExit[] {
    const slashed = new Set(slashings.map((it) => it.signedHeader1.message.proposerIndex))
    const taken: SignedVoluntaryExit[] = []
    for (const [index, exit] of this.#exits) {
      if (taken.length === maxExitsPerBlock) break
      this.#exits.delete(index)
      const validity = getVoluntaryExitValidity(this.#seq(state.slot), state, exit, false)
      if (validity === VoluntaryExitValidity.valid && !slashed.has(index)) taken.push(exit)
    }
    return taken
  }

  #fork(slot: number): Fork {
    return this.#config.getForkSeq(slot) >= ForkSeq.fulu ? 'fulu' : 'electra'
  }

  #seq(slot = this.#state.slot): ForkSeq {
    return this.#config.getForkSeq(slot)
  }

  #find(id: BlockId): BlockHeader | undefined {
    switch (id) {
      case 'head':
        return this.#head
      case 'genesis':
        return this.#genesis
      case 'finalized':
        return this.#checkpoint(this.#state.finalizedCheckpoint.root)
      case 'justified':
        return this.#checkpoint(this.#state.currentJustifiedCheckpoint.root)
      default:
        return typeof id === 'number' ? this.#store.at(id) : this.#store.header(id)
    }
  }

  #checkpoint(root: Uint8Array): BlockHeader | undefined {
    const hex = toHex(root)
    return hex === zeroHash ? this.#genesis : this.#store.header(hex)
  }

  #remember(state: ChainState, signature?: Hex): BlockHeader {
    state.commit()
    const fork = this.#fork(state.slot)
    const view = new StateView(fork, state.node, this.#indices)
    this.#store.addHeader(view.header, signature)
    this.#store.addState(view.header.root, { fork, node: state.node })
    return view.header
  }

  /** The states of the justified and the finalised block are always held. */
  #anchor() {
    const anchors = (['justified', 'finalized'] as const)
      .map((id) => this.#find(id)?.root)
      .filter((root) => root !== undefined)
    if (anchors.every((root, i) => root === this.#anchors[i])) return
    const held = anchors.filter((root) => this.#store.pin(root))
    for (const root of this.#anchors) this.#store.release(root)
    this.#anchors = held
  }
}

/** Opaque: what `snapshot` gives and `revert` takes. */
export type ChainSnapshot = {
  readonly store: BlockStore
  readonly state: ChainState
  readonly head: BlockHeader
  readonly blocksInEpoch: number
  readonly offline: ReadonlySet<number>
  readonly slashings: ReadonlyMap<number, ProposerSlashing>
  readonly exits: ReadonlyMap<number, SignedVoluntaryExit>
  readonly anchors: readonly Hex[]
}

function withdrawalOf(withdrawal: {
  index: number
  validatorIndex: number
  address: Uint8Array
  amount: bigint
}): Withdrawal {
  return {
    index: BigInt(withdrawal.index),
    validatorIndex: withdrawal.validatorIndex,
    address: toHex(withdrawal.address),
    amount: withdrawal.amount,
  }
}
