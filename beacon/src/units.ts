/** Hex with its prefix, in lower case. */
export type Hex = `0x${string}`

/** 1e-9 ether: the unit of the consensus layer. */
export type Gwei = bigint

/** `FAR_FUTURE_EPOCH` as SSZ serialises it; what Solidity sees as `type(uint64).max`. */
export const farFutureEpoch = 2n ** 64n - 1n

export const secondsPerSlot = 12
export const slotsPerEpoch = 32

export function toHex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`
}

export function toBytes(hex: string): Uint8Array {
  const digits = hex.startsWith('0x') ? hex.slice(2) : hex
  const bytes = Buffer.from(digits, 'hex')
  if (bytes.length * 2 !== digits.length) throw new TypeError(`Not hex: ${hex}`)
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** Epochs as Lodestar holds them (`Infinity` for far future) to what is serialised. */
export function toEpoch(epoch: number): bigint {
  return Number.isFinite(epoch) ? BigInt(epoch) : farFutureEpoch
}
