import { ssz } from '../ssz.ts'
import { LeafNode, subtreeFillToDepth } from '@chainsafe/persistent-merkle-tree'
import { createBeaconConfig } from '@lodestar/config'
import { chainConfig as mainnet } from '@lodestar/config/default'
import { DOMAIN_BEACON_PROPOSER, ForkSeq } from '@lodestar/params'
import {
  type CachedBeaconStateFulu,
  computeProposers,
  createCachedBeaconState,
  createPubkeyCache,
  getEffectiveBalanceIncrementsWithLen,
  getNextSyncCommittee,
  getSeed,
} from '@lodestar/state-transition'
import { createHash } from 'node:crypto'
import type { ValidatorKey } from '../deposits/deriveKey.ts'
import { compounding } from '../deposits/makeDeposit.ts'
import type { Fork } from '../source.ts'
import { type Gwei, type Hex, toBytes, toHex } from '../units.ts'
import { interopKey } from './keys.ts'

/** The chain's state between blocks. Electra's is used through Fulu's type, which only appends a field. */
export type ChainState = CachedBeaconStateFulu

export type GenesisValidator = {
  key: ValidatorKey
  withdrawalCredentials: Hex
  balance: Gwei
}

export type GenesisOptions = {
  /** That many `interopValidators`, or the validators themselves. Default 64. */
  validators?: number | GenesisValidator[]
  /** Seconds. */
  genesisTime?: number
  /** The fork at genesis. Default `fulu`. */
  fork?: Fork
  /** With `fork: 'electra'`: the epoch at which Fulu begins. Default never. */
  fuluEpoch?: number
  /** The execution block that genesis stands on: the first payload's parent. */
  executionBlockHash?: Hex
  executionBlockNumber?: number
  /** Defaults are mainnet's. */
  forkVersions?: { genesis?: Hex; electra?: Hex; fulu?: Hex }
}

const increment = 1_000_000_000
const minActivationBalance = 32_000_000_000
const maxEffectiveBalance = 2_048_000_000_000

export function interopValidators(
  count: number,
  { balance = 32_000_000_000n, withdrawalAddress }: interopValidators.Options = {},
): GenesisValidator[] {
  return Array.from({ length: count }, (_, index) => {
    const key = interopKey(index)
    return {
      key,
      balance,
      withdrawalCredentials: withdrawalAddress
        ? compounding(withdrawalAddress)
        : blsCredentials(key.pubkey),
    }
  })
}

export declare namespace interopValidators {
  type Options = {
    balance?: Gwei
    /** With it: `0x02` credentials, up to 2,048 ETH. Without: `0x00`, so that nothing is ever withdrawn. */
    withdrawalAddress?: Hex
  }
}

/** The state at slot 0, with all genesis validators active. */
export function createGenesis(
  options: GenesisOptions & { validators: GenesisValidator[] },
): ChainState {
  const { validators, fork = 'fulu', genesisTime = 1_700_000_000 } = options
  const fulu = fork === 'fulu'
  const versions = {
    genesis: toBytes(options.forkVersions?.genesis ?? toHex(mainnet.GENESIS_FORK_VERSION)),
    electra: toBytes(options.forkVersions?.electra ?? toHex(mainnet.ELECTRA_FORK_VERSION)),
    fulu: toBytes(options.forkVersions?.fulu ?? toHex(mainnet.FULU_FORK_VERSION)),
  }
  const types = ssz[fork]

  const view = ssz.fulu.BeaconState.getViewDU(types.BeaconState.defaultViewDU().node)
  view.genesisTime = genesisTime
  view.fork = ssz.phase0.Fork.toViewDU({
    previousVersion: fulu ? versions.electra : versions.genesis,
    currentVersion: fulu ? versions.fulu : versions.electra,
    epoch: 0,
  })
  view.latestBlockHeader = ssz.phase0.BeaconBlockHeader.toViewDU({
    slot: 0,
    proposerIndex: 0,
    parentRoot: new Uint8Array(32),
    stateRoot: new Uint8Array(32),
    bodyRoot: types.BeaconBlockBody.hashTreeRoot(types.BeaconBlockBody.defaultValue()),
  })

  const executionBlockHash = toBytes(options.executionBlockHash ?? `0x${'00'.repeat(32)}`)
  // Every mix is the execution block's hash: one leaf, shared by the whole tree.
  const { randaoMixes } = ssz.fulu.BeaconState.fields
  view.randaoMixes = randaoMixes.getViewDU(
    subtreeFillToDepth(LeafNode.fromRoot(executionBlockHash), randaoMixes.depth),
  )
  view.eth1Data = ssz.phase0.Eth1Data.toViewDU({
    depositRoot: new Uint8Array(32),
    depositCount: 0n,
    blockHash: executionBlockHash,
  })
  view.latestExecutionPayloadHeader = ssz.fulu.ExecutionPayloadHeader.toViewDU({
    ...ssz.fulu.ExecutionPayloadHeader.defaultValue(),
    blockHash: executionBlockHash,
    blockNumber: options.executionBlockNumber ?? 0,
    timestamp: genesisTime,
  })

  view.validators = ssz.phase0.Validators.toViewDU(validators.map(genesisValidator))
  view.balances = ssz.phase0.Balances.toViewDU(validators.map(({ balance }) => Number(balance)))
  const flags = validators.map(() => 0)
  view.previousEpochParticipation = ssz.altair.EpochParticipation.toViewDU(flags)
  view.currentEpochParticipation = ssz.altair.EpochParticipation.toViewDU(flags)
  view.inactivityScores = ssz.altair.InactivityScores.toViewDU(flags)
  // Genesis is after EIP-6110: no deposit comes by way of eth1 data.
  view.depositRequestsStartIndex = 0n
  view.earliestExitEpoch = 5
  view.earliestConsolidationEpoch = 5
  view.commit()
  view.genesisValidatorsRoot = view.validators.hashTreeRoot()

  const config = createBeaconConfig(
    {
      ...mainnet,
      CONFIG_NAME: 'cairn-devnet',
      GENESIS_FORK_VERSION: versions.genesis,
      ELECTRA_FORK_VERSION: versions.electra,
      FULU_FORK_VERSION: versions.fulu,
      ALTAIR_FORK_EPOCH: 0,
      BELLATRIX_FORK_EPOCH: 0,
      CAPELLA_FORK_EPOCH: 0,
      DENEB_FORK_EPOCH: 0,
      ELECTRA_FORK_EPOCH: 0,
      FULU_FORK_EPOCH: fulu ? 0 : (options.fuluEpoch ?? Number.POSITIVE_INFINITY),
      BLOB_SCHEDULE: [],
    },
    view.genesisValidatorsRoot,
  )

  const active = Uint32Array.from(validators.keys())
  const increments = getEffectiveBalanceIncrementsWithLen(validators.length)
  validators.forEach((validator, index) => {
    increments[index] = effectiveBalance(validator) / increment
  })
  const seq = fulu ? ForkSeq.fulu : ForkSeq.electra
  const committee = getNextSyncCommittee(seq, view, active, increments).syncCommittee
  view.currentSyncCommittee = ssz.altair.SyncCommittee.toViewDU(committee)
  view.nextSyncCommittee = ssz.altair.SyncCommittee.toViewDU(committee)
  if (fulu) {
    view.proposerLookahead = ssz.fulu.ProposerLookahead.toViewDU(
      [0, 1].flatMap((epoch) => {
        const seed = getSeed(view, epoch, DOMAIN_BEACON_PROPOSER)
        return computeProposers(seq, seed, { epoch, activeIndices: active }, increments)
      }),
    )
  }
  view.commit()

  return createCachedBeaconState(types.BeaconState.getViewDU(view.node), {
    config,
    pubkeyCache: createPubkeyCache(),
  }) as ChainState
}

function genesisValidator(validator: GenesisValidator) {
  return {
    pubkey: toBytes(validator.key.pubkey),
    withdrawalCredentials: toBytes(validator.withdrawalCredentials),
    effectiveBalance: effectiveBalance(validator),
    slashed: false,
    activationEligibilityEpoch: 0,
    activationEpoch: 0,
    exitEpoch: Number.POSITIVE_INFINITY,
    withdrawableEpoch: Number.POSITIVE_INFINITY,
  }
}

function effectiveBalance({ balance, withdrawalCredentials }: GenesisValidator): number {
  const maximum = withdrawalCredentials.startsWith('0x02')
    ? maxEffectiveBalance
    : minActivationBalance
  const rounded = Number(balance) - (Number(balance) % increment)
  return Math.min(rounded, maximum)
}

function blsCredentials(pubkey: Hex): Hex {
  const digest = createHash('sha256').update(toBytes(pubkey)).digest()
  digest[0] = 0
  return toHex(digest)
}
