import { SecretKey } from '@chainsafe/blst'
import { createHash } from 'node:crypto'
import { type Hex, toHex } from '../units.ts'

/** A validator's signing key. */
export type ValidatorKey = { secret: SecretKey; pubkey: Hex }

export function toValidatorKey(secret: SecretKey): ValidatorKey {
  return { secret, pubkey: toHex(secret.toPublicKey().toBytes()) }
}

/**
 * The signing key of a seed's `index`-th validator: EIP-2333 derivation along EIP-2334's path `m/12381/3600/index/0/0`.
 * @param seed at least 32 bytes, or any text, which is hashed first.
 */
export function deriveKey(seed: Uint8Array | string, index: number): ValidatorKey {
  let secret = SecretKey.deriveMasterEip2333(seedBytes(seed))
  for (const child of [12381, 3600, index, 0, 0]) secret = secret.deriveChildEip2333(child)
  return toValidatorKey(secret)
}

/**
 * A key from 32 bytes of a seed and an index by `KeyGen` alone: not a wallet's derivation, but a hundred times faster where
 * thousands of throw-away validators are wanted.
 */
export function quickKey(seed: Uint8Array | string, index: number): ValidatorKey {
  const counter = new Uint8Array(4)
  new DataView(counter.buffer).setUint32(0, index)
  const material = createHash('sha256').update(seedBytes(seed)).update(counter).digest()
  return toValidatorKey(SecretKey.fromKeygen(material))
}

function seedBytes(seed: Uint8Array | string): Uint8Array {
  if (typeof seed === 'string') return createHash('sha256').update(seed).digest()
  if (seed.length < 32) throw new RangeError(`A seed has at least 32 bytes, not ${seed.length}`)
  return seed
}
