import { aggregateSignatures, SecretKey, type Signature } from '@chainsafe/blst'
import { interopSecretKey } from '@lodestar/state-transition'
import { toValidatorKey, type ValidatorKey } from '../deposits/deriveKey.ts'
import { type Hex, toHex } from '../units.ts'

const curveOrder = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n

/** The `index`-th key of the interop set: known to everybody. */
export function interopKey(index: number): ValidatorKey {
  return toValidatorKey(interopSecretKey(index))
}

/** The signing keys that a chain in this process holds. */
export class KeyRing {
  readonly #keys = new Map<Hex, { secret: SecretKey; scalar: bigint }>()

  add({ secret, pubkey }: ValidatorKey) {
    this.#keys.set(pubkey, { secret, scalar: BigInt(`0x${secret.toHex().replace(/^0x/, '')}`) })
  }

  get secrets(): Hex[] {
    return [...this.#keys.values()].map(({ secret }) => toHex(secret.toBytes()))
  }

  has(pubkey: Hex): boolean {
    return this.#keys.has(pubkey)
  }

  sign(pubkey: Hex, root: Uint8Array): Signature {
    return this.#get(pubkey).secret.sign(root)
  }

  /**
   * The aggregate of all these keys' signatures of one message. Signing is linear in the key, so it is the signature by the
   * keys' sum: one multiplication in place of one for each.
   */
  signTogether(pubkeys: Iterable<Hex>, root: Uint8Array): Signature {
    let sum = 0n
    const list = [...pubkeys]
    for (const pubkey of list) sum += this.#get(pubkey).scalar
    sum %= curveOrder
    if (sum === 0n) return aggregateSignatures(list.map((pubkey) => this.sign(pubkey, root)))
    return SecretKey.fromHex(`0x${sum.toString(16).padStart(64, '0')}`).sign(root)
  }

  #get(pubkey: Hex) {
    const key = this.#keys.get(pubkey)
    if (!key) throw new Error(`No signing key of ${pubkey}: add it with chain.addKey`)
    return key
  }
}
