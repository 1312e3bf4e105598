import { PublicKey, Signature, verify } from '@chainsafe/blst'
import { describe, expect, test } from 'vitest'
import { ours } from '../../test/world.ts'
import {
  compounding,
  decodeDepositEvent,
  deriveKey,
  depositSigningRoot,
  type Hex,
  infinitySignature,
  makeDeposit,
  makeTopUp,
  pointsOf,
  quickKey,
  sweeping,
  toBytes,
} from '../index.ts'

const p = BigInt(
  '0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab',
)
const credentials = compounding(ours)
const deposit = makeDeposit(deriveKey('tests', 0), {
  withdrawalCredentials: credentials,
  amount: 1_000_000_000n,
})

describe('points', () => {
  const mod = (value: bigint) => ((value % p) + p) % p
  const word = (hex: Hex, position: number) =>
    BigInt(`0x${hex.slice(2 + position * 128, 2 + (position + 1) * 128)}`)
  const flags = (1n << 381n) - 1n

  test('the y of the pubkey lies on G1 over its x', () => {
    for (const index of [0, 1, 2, 3]) {
      const { pubkey } = quickKey('points', index)
      const { pubkeyY } = pointsOf(pubkey, deposit.signature)
      const x = BigInt(pubkey) & flags
      const y = word(pubkeyY, 0)
      expect(mod(y * y)).toBe(mod(x * x * x + 4n))
      // The flag says which of the two roots.
      expect((toBytes(pubkey)[0] ?? 0) & 0x20 ? y > p - y : y < p - y).toBe(true)
    }
  })

  test('the y of the signature lies on G2 over its x: c0 first, c1 second', () => {
    const { signature, points } = deposit
    // Compressed: c1 of x, with the flags, and c0.
    const x1 = BigInt(`0x${signature.slice(2, 98)}`) & flags
    const x0 = BigInt(`0x${signature.slice(98)}`)
    const y0 = word(points.signatureY, 0)
    const y1 = word(points.signatureY, 1)
    const square = (a: bigint, b: bigint) => [mod(a * a - b * b), mod(2n * a * b)] as const
    const [s0, s1] = square(x0, x1)
    const cube = [mod(s0 * x0 - s1 * x1), mod(s0 * x1 + s1 * x0)] as const
    expect(square(y0, y1)).toEqual([mod(cube[0] + 4n), mod(cube[1] + 4n)])
  })

  test('have the lengths that EIP-2537 and IDepositSignature ask for', () => {
    expect(toBytes(deposit.points.pubkeyY)).toHaveLength(64)
    expect(toBytes(deposit.points.signatureY)).toHaveLength(128)
    expect(deposit.points.pubkeyY.slice(2, 34)).toBe('00'.repeat(16))
  })
})

describe('makeDeposit', () => {
  test("signs the deposit message for the genesis fork, with the pubkey's key (BLS-2)", () => {
    const { pubkey, withdrawalCredentials, amount, signature } = deposit
    const valid = (root: Hex) =>
      verify(
        toBytes(root),
        PublicKey.fromBytes(toBytes(pubkey)),
        Signature.fromBytes(toBytes(signature)),
      )
    const root = (of: bigint, version: Hex) =>
      depositSigningRoot(pubkey, withdrawalCredentials, of, version)
    expect(valid(root(amount, '0x00000000'))).toBe(true)
    expect(valid(root(amount + 1n, '0x00000000'))).toBe(false)
    expect(valid(root(amount, '0x00000001'))).toBe(false)
  })

  test('top-ups carry the point at infinity', () => {
    const topUp = makeTopUp(deposit.pubkey, {
      withdrawalCredentials: credentials,
      amount: 5_000_000_000n,
    })
    expect(topUp.signature).toBe(infinitySignature)
    expect(Signature.fromBytes(toBytes(topUp.signature), false, false).toHex()).toBe(
      topUp.signature,
    )
    expect(topUp.depositDataRoot).not.toBe(deposit.depositDataRoot)
  })

  test('credentials name the kind and the address', () => {
    expect(credentials).toBe(`0x02${'00'.repeat(11)}${'ca'.repeat(20)}`)
    expect(sweeping(ours)).toBe(`0x01${'00'.repeat(11)}${'ca'.repeat(20)}`)
    expect(() => compounding('0x1234')).toThrow(/Not an address/)
  })
})

describe('deriveKey', () => {
  test("follows EIP-2334's path, one key an index", () => {
    const keys = [0, 1, 2].map((index) => deriveKey('tests', index).pubkey)
    expect(new Set(keys).size).toBe(3)
    expect(deriveKey('tests', 0).pubkey).toBe(deposit.pubkey)
    expect(deriveKey('other', 0).pubkey).not.toBe(deposit.pubkey)
    expect(() => deriveKey(new Uint8Array(16), 0)).toThrow(/32 bytes/)
  })
})

test('a DepositEvent is decoded as the deposit contract encodes it', () => {
  const { pubkey, withdrawalCredentials, signature } = deposit
  const word = (value: number) => value.toString(16).padStart(64, '0')
  const field = (hex: string) => {
    const digits = hex.replace('0x', '')
    return word(digits.length / 2) + digits.padEnd(Math.ceil(digits.length / 64) * 64, '0')
  }
  const fields = [
    pubkey,
    withdrawalCredentials,
    '0x00ca9a3b00000000',
    signature,
    '0x2a00000000000000',
  ].map(field)
  let offset = 5 * 32
  const head = fields.map((it) => {
    const at = word(offset)
    offset += it.length / 2
    return at
  })
  const data: Hex = `0x${head.join('')}${fields.join('')}`
  expect(data).toHaveLength(2 + 576 * 2)
  expect(decodeDepositEvent(data)).toEqual({
    pubkey,
    withdrawalCredentials,
    amount: 1_000_000_000n,
    signature,
    index: 42,
  })
  expect(() => decodeDepositEvent('0x')).toThrow(/field 0/)
  expect(() => decodeDepositEvent(data.slice(0, -64) as Hex)).toThrow(/field 4/)
})
