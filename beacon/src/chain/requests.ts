import { BeaconError } from '../errors.ts'
import { type Gwei, type Hex, toBytes, toHex } from '../units.ts'

/** EIP-6110: a deposit that an execution block made. */
export type DepositRequest = {
  pubkey: Hex
  withdrawalCredentials: Hex
  amount: Gwei
  signature: Hex
  index: number
}

/** EIP-7002: a withdrawal that the withdrawal address asked for; `amount` 0 is a full exit. */
export type WithdrawalRequest = { sourceAddress: Hex; validatorPubkey: Hex; amount: Gwei }

/** EIP-7251. */
export type ConsolidationRequest = { sourceAddress: Hex; sourcePubkey: Hex; targetPubkey: Hex }

/** What an execution block asks of the consensus layer. */
export type ExecutionRequests = {
  deposits?: readonly DepositRequest[]
  withdrawalRequests?: readonly WithdrawalRequest[]
  consolidationRequests?: readonly ConsolidationRequest[]
}

/** The deposit contract's `DepositEvent(bytes,bytes,bytes,bytes,bytes)`. */
export const depositEventTopic: Hex =
  '0x649bbc62d0e31342afea4e5cd82d4049e7e1ee912fc0889aa790803be39038c5'

export class MalformedRequestError extends BeaconError {
  override name = 'MalformedRequestError'
}

/** Decodes the data of a `DepositEvent`: five byte strings of fixed lengths, integers little-endian. */
export function decodeDepositEvent(data: Hex): DepositRequest {
  const bytes = toBytes(data)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const field = (position: number, length: number) => {
    const offset = position * 32 + 28 + 4 <= bytes.length ? view.getUint32(position * 32 + 28) : -1
    const found = offset >= 0 && offset + 32 <= bytes.length ? view.getUint32(offset + 28) : -1
    if (found !== length || offset + 32 + length > bytes.length) {
      throw new MalformedRequestError(
        `A DepositEvent's field ${position} has ${length} bytes, not ${found}: ${data}`,
      )
    }
    return bytes.subarray(offset + 32, offset + 32 + length)
  }
  return {
    pubkey: toHex(field(0, 48)),
    withdrawalCredentials: toHex(field(1, 32)),
    amount: littleEndian(field(2, 8)),
    signature: toHex(field(3, 96)),
    index: Number(littleEndian(field(4, 8))),
  }
}

/** Splits what the EIP-7002 system contract returns to the system call: 76 bytes a request. */
export function decodeWithdrawalRequests(data: Hex): WithdrawalRequest[] {
  return records(data, 76).map((record) => ({
    sourceAddress: toHex(record.subarray(0, 20)),
    validatorPubkey: toHex(record.subarray(20, 68)),
    amount: littleEndian(record.subarray(68, 76)),
  }))
}

/** Splits what the EIP-7251 system contract returns to the system call: 116 bytes a request. */
export function decodeConsolidationRequests(data: Hex): ConsolidationRequest[] {
  return records(data, 116).map((record) => ({
    sourceAddress: toHex(record.subarray(0, 20)),
    sourcePubkey: toHex(record.subarray(20, 68)),
    targetPubkey: toHex(record.subarray(68, 116)),
  }))
}

/** As the beacon block carries them. */
export function toSszRequests(requests: ExecutionRequests) {
  return {
    deposits: (requests.deposits ?? []).map((deposit) => ({
      pubkey: toBytes(deposit.pubkey),
      withdrawalCredentials: toBytes(deposit.withdrawalCredentials),
      amount: Number(deposit.amount),
      signature: toBytes(deposit.signature),
      index: BigInt(deposit.index),
    })),
    withdrawals: (requests.withdrawalRequests ?? []).map((request) => ({
      sourceAddress: toBytes(request.sourceAddress),
      validatorPubkey: toBytes(request.validatorPubkey),
      amount: request.amount,
    })),
    consolidations: (requests.consolidationRequests ?? []).map((request) => ({
      sourceAddress: toBytes(request.sourceAddress),
      sourcePubkey: toBytes(request.sourcePubkey),
      targetPubkey: toBytes(request.targetPubkey),
    })),
  }
}

function records(data: Hex, size: number): Uint8Array[] {
  const bytes = toBytes(data)
  if (bytes.length % size !== 0) {
    throw new MalformedRequestError(`${bytes.length} bytes of requests are no multiple of ${size}`)
  }
  return Array.from({ length: bytes.length / size }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  )
}

function littleEndian(bytes: Uint8Array): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true)
}
