import { createCipheriv, scryptSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Hex, keccak256 } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { addressOf, signerOf } from '../src/account.ts'
import { devAccount, devNames, devnetChainId, isWellKnown } from '../src/devnet.ts'
import { CliError, UsageError } from '../src/errors.ts'
import { openKeystore } from '../src/keystore.ts'

const directory = mkdtempSync(join(tmpdir(), 'cairn-keys-'))
afterAll(() => rmSync(directory, { recursive: true }))
afterEach(() => vi.unstubAllEnvs())

const mainnet = 1
const alice = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const aliceKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const ownKey = `0x${'4c'.repeat(32)}` as const
const own = privateKeyToAccount(ownKey).address

function fileWith(text: string) {
  const path = join(directory, `${Math.random()}.txt`)
  writeFileSync(path, text)
  return path
}

describe('signerOf', () => {
  test('default: alice on the devnet, others by name or index', async () => {
    expect((await signerOf({}, devnetChainId)).address).toBe(alice)
    const byName = await signerOf({ account: 'bob' }, devnetChainId)
    const byIndex = await signerOf({ account: '1' }, devnetChainId)
    expect(byName.address).toBe(byIndex.address)
    expect(byName.address).toBe('0x70997970C51812dc3A010C7d01b50e0d17dc79C8')
  })

  test('behavior: a key of its own comes from a file or the environment', async () => {
    const privateKeyFile = fileWith(`${ownKey.slice(2)}\n`)
    expect((await signerOf({ privateKeyFile }, mainnet)).address).toBe(own)
    vi.stubEnv('CAIRN_PRIVATE_KEY', ownKey)
    expect((await signerOf({}, mainnet)).address).toBe(own)
  })

  test('error: a devnet key is refused on every other chain, however it is given', async () => {
    const refused = /known to everyone/
    await expect(signerOf({ account: 'alice' }, mainnet)).rejects.toThrow(refused)
    await expect(signerOf({ account: '0' }, mainnet)).rejects.toThrow(refused)
    const privateKeyFile = fileWith(aliceKey)
    await expect(signerOf({ privateKeyFile }, mainnet)).rejects.toThrow(refused)
    vi.stubEnv('CAIRN_PRIVATE_KEY', aliceKey)
    await expect(signerOf({}, mainnet)).rejects.toThrow(refused)
    await expect(signerOf({}, 17_000)).rejects.toThrow(refused)
    await expect(signerOf({}, devnetChainId)).resolves.toMatchObject({ address: alice })
  })

  test('error: no key, no file, no hex', async () => {
    await expect(signerOf({}, mainnet)).rejects.toThrow(/No key to send with/)
    await expect(signerOf({ account: 'zoe' }, devnetChainId)).rejects.toThrow(/isn't known/)
    await expect(signerOf({ privateKeyFile: '/none' }, mainnet)).rejects.toThrow(UsageError)
    const privateKeyFile = fileWith('0x1234')
    await expect(signerOf({ privateKeyFile }, mainnet)).rejects.toThrow(/32 bytes/)
  })
})

describe('addressOf', () => {
  test('default: a name, an index, an address, or whoever would send', async () => {
    expect(await addressOf({}, devnetChainId, 'alice')).toBe(alice)
    expect(await addressOf({}, devnetChainId, '0')).toBe(alice)
    expect(await addressOf({}, mainnet, own.toLowerCase())).toBe(own)
    expect(await addressOf({ account: own }, mainnet)).toBe(own)
    expect(await addressOf({}, devnetChainId)).toBe(alice)
  })

  test('error: a name of the devnet means nothing elsewhere', async () => {
    await expect(addressOf({}, mainnet, 'bob')).rejects.toThrow(UsageError)
    await expect(addressOf({}, devnetChainId, 'zoe')).rejects.toThrow(UsageError)
  })
})

test('everyone on the devnet has a key that everyone knows, and nobody else has', () => {
  for (const [index] of devNames.entries())
    expect(isWellKnown(devAccount(index).address)).toBe(true)
  expect(isWellKnown(devAccount(19).address)).toBe(true)
  expect(isWellKnown(own)).toBe(false)
})

describe('openKeystore', () => {
  // The definition's own example. (Its one for scrypt has parameters that RFC 7914 forbids.)
  const password = 'testpassword'
  const key = '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d'
  const pbkdf2 = {
    version: 3,
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
      ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
      kdf: 'pbkdf2',
      kdfparams: {
        c: 262_144,
        dklen: 32,
        prf: 'hmac-sha256',
        salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
      },
      mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
    },
  }
  test('default: pbkdf2', () => {
    expect(openKeystore(JSON.stringify(pbkdf2), password)).toBe(key)
  })

  test('behavior: scrypt, as hard as wallets make it', () => {
    const kdfparams = { dklen: 32, n: 262_144, r: 8, p: 1, salt: 'ab'.repeat(32) }
    expect(openKeystore(seal(ownKey, password, kdfparams), password)).toBe(ownKey)
  })

  test('error: a wrong password, or no keystore', () => {
    expect(() => openKeystore(JSON.stringify(pbkdf2), 'wrong')).toThrow(CliError)
    expect(() => openKeystore('{}', password)).toThrow(UsageError)
    expect(() => openKeystore('not JSON', password)).toThrow(UsageError)
    const other = { ...pbkdf2, crypto: { ...pbkdf2.crypto, cipher: 'aes-256-gcm' } }
    expect(() => openKeystore(JSON.stringify(other), password)).toThrow(/aes-128-ctr/)
  })
})

function seal(
  secret: Hex,
  password: string,
  kdfparams: { dklen: number; n: number; r: number; p: number; salt: string },
) {
  const { n, r, p, dklen } = kdfparams
  const salt = Buffer.from(kdfparams.salt, 'hex')
  const derived = scryptSync(password, salt, dklen, { N: n, r, p, maxmem: 2 ** 30 })
  const iv = Buffer.alloc(16, 7)
  const cipher = createCipheriv('aes-128-ctr', derived.subarray(0, 16), iv)
  const sealed = Buffer.concat([cipher.update(secret.slice(2), 'hex'), cipher.final()])
  return JSON.stringify({
    version: 3,
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: iv.toString('hex') },
      ciphertext: sealed.toString('hex'),
      kdf: 'scrypt',
      kdfparams,
      mac: keccak256(Buffer.concat([derived.subarray(16, 32), sealed])).slice(2),
    },
  })
}
