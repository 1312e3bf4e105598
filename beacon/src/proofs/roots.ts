import { type Hex, toBytes, toHex } from '../units.ts'
import { sha256 } from './multiproof.ts'
import type { BlockHeader } from '../source.ts'
import type { Header, PendingDeposit, StateProof, Validator } from './types.ts'

// Hash tree roots of the containers that contracts rebuild, from the Solidity side's values alone. Written out by hand, so
// that the tests can hold them against the SSZ library.

/** `sha256(pubkey ‖ 16 zero bytes)`. */
export function pubkeyRoot(pubkey: Hex): Hex {
  return toHex(merkleize([toBytes(pubkey).subarray(0, 32), pad(toBytes(pubkey).subarray(32))]))
}

/** The hash tree root of 96 signature bytes. */
export function signatureRoot(signature: Hex): Hex {
  const bytes = toBytes(signature)
  return toHex(merkleize([bytes.subarray(0, 32), bytes.subarray(32, 64), bytes.subarray(64, 96)]))
}

export function headerRoot(header: Header): Hex {
  return toHex(merkleize(headerLeaves(header)))
}

/** From the state root, a header's fourth field, to the block root. */
export function headerBranch(header: BlockHeader | Header): Hex[] {
  const [slot, proposer, parent, , body] = headerLeaves({
    ...header,
    slot: BigInt(header.slot),
    proposerIndex: BigInt(header.proposerIndex),
  }) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array]
  const zero = new Uint8Array(32)
  return [parent, sha256(slot, proposer), sha256(sha256(body, zero), sha256(zero, zero))].map(toHex)
}

function headerLeaves(header: Header): Uint8Array[] {
  return [
    uint64(header.slot),
    uint64(header.proposerIndex),
    toBytes(header.parentRoot),
    toBytes(header.stateRoot),
    toBytes(header.bodyRoot),
  ]
}

export function forkRoot(
  proof: Pick<StateProof, 'previousVersion' | 'currentVersion' | 'forkEpoch'>,
): Hex {
  return toHex(
    merkleize([
      pad(toBytes(proof.previousVersion)),
      pad(toBytes(proof.currentVersion)),
      uint64(proof.forkEpoch),
    ]),
  )
}

export function validatorRoot(validator: Validator): Hex {
  return toHex(merkleize(validatorFields(validator).map(toBytes)))
}

/** The eight leaves of a validator's container. */
export function validatorFields(validator: Validator): Hex[] {
  return [
    toBytes(validator.pubkeyRoot),
    toBytes(validator.withdrawalCredentials),
    uint64(validator.effectiveBalance),
    uint64(validator.slashed ? 1n : 0n),
    uint64(validator.activationEligibilityEpoch),
    uint64(validator.activationEpoch),
    uint64(validator.exitEpoch),
    uint64(validator.withdrawableEpoch),
  ].map(toHex)
}

export function pendingDepositRoot(deposit: PendingDeposit): Hex {
  return toHex(
    merkleize([
      toBytes(deposit.pubkeyRoot),
      toBytes(deposit.withdrawalCredentials),
      uint64(deposit.amount),
      toBytes(deposit.signatureRoot),
      uint64(deposit.slot),
    ]),
  )
}

/** The balance of a validator in the chunk that holds it. */
export function balanceIn(chunk: Hex, index: number): bigint {
  return new DataView(Uint8Array.from(toBytes(chunk)).buffer).getBigUint64((index % 4) * 8, true)
}

function uint64(value: bigint): Uint8Array {
  const bytes = new Uint8Array(32)
  new DataView(bytes.buffer).setBigUint64(0, value, true)
  return bytes
}

function pad(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(32)
  padded.set(bytes)
  return padded
}

function merkleize(chunks: Uint8Array[]): Uint8Array {
  let level = chunks
  let zero: Uint8Array = new Uint8Array(32)
  while (level.length > 1) {
    const next: Uint8Array[] = []
    for (let i = 0; i < level.length; i += 2) {
      next.push(sha256(level[i] as Uint8Array, level[i + 1] ?? zero))
    }
    level = next
    zero = sha256(zero, zero)
  }
  return level[0] as Uint8Array
}
