import { createDecipheriv, pbkdf2Sync, scryptSync, timingSafeEqual } from 'node:crypto'
import { hexToBytes, keccak256, toHex, type Hex } from 'viem'
import { CliError, UsageError } from './errors.ts'

type Crypto = {
  cipher: string
  ciphertext: string
  cipherparams: { iv: string }
  kdf: string
  kdfparams: { salt: string; dklen: number; n?: number; r?: number; p?: number; c?: number }
  mac: string
}

/** Opens a Web3 Secret Storage file (version 3), as wallets and `cast wallet` write it. */
export function openKeystore(text: string, password: string): Hex {
  const { cipher, ciphertext, cipherparams, kdf, kdfparams, mac } = cryptoOf(text)
  if (cipher !== 'aes-128-ctr')
    throw new UsageError(`The keystore's cipher is ${cipher}; only aes-128-ctr is supported.`)

  const key = derive(kdf, kdfparams, password)
  const sealed = Buffer.from(ciphertext, 'hex')
  const found = hexToBytes(keccak256(toHex(Buffer.concat([key.subarray(16, 32), sealed]))))
  if (!timingSafeEqual(found, Buffer.from(mac, 'hex')))
    throw new CliError('The password is wrong for this keystore. Try again.')

  const iv = Buffer.from(cipherparams.iv, 'hex')
  const decipher = createDecipheriv('aes-128-ctr', key.subarray(0, 16), iv)
  return toHex(Buffer.concat([decipher.update(sealed), decipher.final()]))
}

function cryptoOf(text: string): Crypto {
  try {
    const file = JSON.parse(text)
    const found = file.crypto ?? file.Crypto
    if (file.version === 3 && found) return found
  } catch {
    // Falls through to the same words: what isn't JSON is no keystore either.
  }
  throw new UsageError("The file isn't a keystore of version 3 (Web3 Secret Storage).")
}

function derive(kdf: string, params: Crypto['kdfparams'], password: string): Buffer {
  const { salt, dklen, n = 0, r = 0, p = 0, c = 0 } = params
  const bytes = Buffer.from(salt, 'hex')
  if (kdf === 'pbkdf2') return pbkdf2Sync(password, bytes, c, dklen, 'sha256')
  if (kdf === 'scrypt')
    return scryptSync(password, bytes, dklen, { N: n, r, p, maxmem: 256 * n * r })
  throw new UsageError(`The keystore's key derivation is ${kdf}; scrypt and pbkdf2 are supported.`)
}
