import { ssz } from '../src/ssz.ts'
import { createHash } from 'node:crypto'
import {
  type BeaconSource,
  type BlockHeader,
  type BlockId,
  BlockNotFoundError,
  type Fork,
  type Hex,
  StateView,
} from '../src/index.ts'

/**
 * A state of many validators, as if after the block of `slot`. Pubkeys are hashes, which no one can sign for: it can be read
 * and proven, not continued.
 */
export function largeState(
  validators: number,
  { fork = 'fulu', slot = 1_000_000, pendingDeposits = 100 }: largeState.Options = {},
): StateView {
  const view = ssz.fulu.BeaconState.getViewDU(ssz[fork].BeaconState.defaultViewDU().node)
  view.genesisTime = 1_700_000_000
  view.slot = slot
  view.fork = ssz.phase0.Fork.toViewDU({
    previousVersion: Uint8Array.of(5, 0, 0, 0),
    currentVersion: Uint8Array.of(6, 0, 0, 0),
    epoch: 1,
  })
  view.latestBlockHeader = ssz.phase0.BeaconBlockHeader.toViewDU({
    ...ssz.phase0.BeaconBlockHeader.defaultValue(),
    slot,
    proposerIndex: 7,
    parentRoot: bytes(32, 'parent'),
    bodyRoot: bytes(32, 'body'),
  })
  view.validators = ssz.phase0.Validators.toViewDU(
    Array.from({ length: validators }, (_, index) => ({
      pubkey: bytes(48, `pubkey ${index}`),
      withdrawalCredentials: bytes(32, `credentials ${index % 1000}`),
      effectiveBalance: 32_000_000_000,
      slashed: index % 997 === 0,
      activationEligibilityEpoch: index,
      activationEpoch: index + 5,
      exitEpoch: index % 13 === 0 ? 40_000 : Number.POSITIVE_INFINITY,
      withdrawableEpoch: index % 13 === 0 ? 40_256 : Number.POSITIVE_INFINITY,
    })),
  )
  view.balances = ssz.phase0.Balances.toViewDU(
    Array.from({ length: validators }, (_, index) => 32_000_000_000 + index),
  )
  const flags = new Array<number>(validators).fill(0)
  view.previousEpochParticipation = ssz.altair.EpochParticipation.toViewDU(flags)
  view.currentEpochParticipation = ssz.altair.EpochParticipation.toViewDU(flags)
  view.inactivityScores = ssz.altair.InactivityScores.toViewDU(flags)
  view.pendingDeposits = ssz.electra.PendingDeposits.toViewDU(
    Array.from({ length: pendingDeposits }, (_, index) => ({
      pubkey: bytes(48, `pending ${index}`),
      withdrawalCredentials: bytes(32, `credentials ${index}`),
      amount: 1_000_000_000 + index,
      signature: bytes(96, `signature ${index}`),
      slot: slot - pendingDeposits + index,
    })),
  )
  view.commit()
  return new StateView(fork, view.node)
}

export declare namespace largeState {
  type Options = { fork?: Fork; slot?: number; pendingDeposits?: number }
}

/** A chain of that one block. */
export class SingleBlockSource implements BeaconSource {
  constructor(readonly only: StateView) {}

  async genesis() {
    const genesisForkVersion: Hex = '0x00000000'
    const { genesisTime, genesisValidatorsRoot } = this.only
    return { genesisTime, genesisValidatorsRoot, genesisForkVersion }
  }

  async spec() {
    return { secondsPerSlot: 12, slotsPerEpoch: 32, forks: {}, raw: {} }
  }

  async header(id: BlockId): Promise<BlockHeader> {
    const { header } = this.only
    if (id === 'head' || id === 'finalized' || id === header.slot || id === header.root) {
      return header
    }
    throw new BlockNotFoundError(id)
  }

  async state(id: BlockId) {
    await this.header(id)
    return this.only
  }

  blockOfState(stateRoot: Hex) {
    return stateRoot === this.only.root ? this.only.header : undefined
  }
}

function bytes(length: number, seed: string): Uint8Array {
  const out = new Uint8Array(length)
  for (let at = 0; at < length; at += 32) {
    const digest = createHash('sha256').update(`${seed} ${at}`).digest()
    out.set(digest.subarray(0, Math.min(32, length - at)), at)
  }
  return out
}
