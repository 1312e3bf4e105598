import { ssz } from '../ssz.ts'
import { BitArray } from '@chainsafe/ssz'
import {
  DOMAIN_BEACON_ATTESTER,
  DOMAIN_SYNC_COMMITTEE,
  SYNC_COMMITTEE_SIZE,
} from '@lodestar/params'
import {
  computeSigningRoot,
  G2_POINT_AT_INFINITY,
  getBlockRootAtSlot,
} from '@lodestar/state-transition'
import { type Hex, slotsPerEpoch } from '../units.ts'
import type { ChainState } from './genesis.ts'
import type { KeyRing } from './keys.ts'

type Attestation = ReturnType<typeof ssz.electra.Attestation.defaultValue>
type SyncAggregate = ReturnType<typeof ssz.altair.SyncAggregate.defaultValue>

/** The pubkey of a validator that does its duties, or undefined. */
export type Online = (index: number) => Hex | undefined

const allFlags = 0b111

/**
 * The attestation of all online attesters of `slot`, as the block of `state.slot` includes it: votes for what the chain is,
 * one aggregate over all committees. Undefined if nobody was there.
 */
export function attest(
  state: ChainState,
  slot: number,
  keys: KeyRing,
  online: Online,
): Attestation | undefined {
  const { epochCtx, config } = state
  const epoch = Math.floor(slot / slotsPerEpoch)
  const committees = epochCtx.getShufflingAtEpoch(epoch).committees[slot % slotsPerEpoch] ?? []

  const bits: boolean[] = []
  const signers: Hex[] = []
  const committeeBits = BitArray.fromBitLen(64)
  committees.forEach((committee, position) => {
    const present = Array.from(committee, online)
    if (present.every((pubkey) => pubkey === undefined)) return
    committeeBits.set(position, true)
    for (const pubkey of present) {
      bits.push(pubkey !== undefined)
      if (pubkey) signers.push(pubkey)
    }
  })
  if (signers.length === 0) return undefined

  const current = epoch === epochCtx.epoch
  const source = current ? state.currentJustifiedCheckpoint : state.previousJustifiedCheckpoint
  const data = {
    slot,
    index: 0,
    beaconBlockRoot: getBlockRootAtSlot(state, slot),
    source: source.toValue(),
    target: { epoch, root: getBlockRootAtSlot(state, epoch * slotsPerEpoch) },
  }
  const domain = config.getDomain(state.slot, DOMAIN_BEACON_ATTESTER, slot)
  const root = computeSigningRoot(ssz.phase0.AttestationData, data, domain)
  return {
    aggregationBits: BitArray.fromBoolArray(bits),
    data,
    signature: keys.signTogether(signers, root).toBytes(),
    committeeBits,
  }
}

/** The sync committee's signature of the parent block. */
export function signSync(
  state: ChainState,
  parentRoot: Uint8Array,
  keys: KeyRing,
  online: Online,
): SyncAggregate {
  const bits = BitArray.fromBitLen(SYNC_COMMITTEE_SIZE)
  const signers: Hex[] = []
  const members = state.epochCtx.currentSyncCommitteeIndexed.validatorIndices
  for (let position = 0; position < members.length; position++) {
    const pubkey = online(members[position] as number)
    if (!pubkey) continue
    bits.set(position, true)
    signers.push(pubkey)
  }
  if (signers.length === 0) {
    return { syncCommitteeBits: bits, syncCommitteeSignature: G2_POINT_AT_INFINITY }
  }
  const domain = state.config.getDomain(state.slot, DOMAIN_SYNC_COMMITTEE, state.slot - 1)
  const root = computeSigningRoot(ssz.Root, parentRoot, domain)
  return {
    syncCommitteeBits: bits,
    syncCommitteeSignature: keys.signTogether(signers, root).toBytes(),
  }
}

/**
 * Writes the participation of the epoch that is about to end, as it would be had every slot had a block: all flags for all
 * online validators that are active. What the time machine does for the slots it skips; nobody is penalised for them.
 */
export function writeParticipation(state: ChainState, online: Online, lastSlotToo: boolean) {
  const { epochCtx } = state
  const current = state.currentEpochParticipation.getAll().slice()
  let target = 0
  for (const index of epochCtx.currentShuffling.activeIndices) {
    if (online(index)) current[index] = allFlags
    const attested = ((current[index] ?? 0) & 0b010) !== 0
    if (attested && !state.validators.getReadonly(index).slashed) {
      target += epochCtx.effectiveBalanceIncrements[index] ?? 0
    }
  }
  state.currentEpochParticipation = ssz.altair.EpochParticipation.toViewDU(current)
  epochCtx.currentTargetUnslashedBalanceIncrements = target

  if (!lastSlotToo) return
  // The attesters of the epoch before's last slot are included in this epoch's first, which was skipped.
  const previous = state.previousEpochParticipation.getAll().slice()
  for (const committee of epochCtx.previousShuffling.committees[slotsPerEpoch - 1] ?? []) {
    for (const index of committee) if (online(index)) previous[index] = allFlags
  }
  state.previousEpochParticipation = ssz.altair.EpochParticipation.toViewDU(previous)
}
