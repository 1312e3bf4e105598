import { ssz } from '../ssz.ts'
import { DOMAIN_DEPOSIT } from '@lodestar/params'
import { computeDomain, computeSigningRoot } from '@lodestar/state-transition'
import { type Gwei, type Hex, toBytes, toHex } from '../units.ts'
import type { ValidatorKey } from './deriveKey.ts'
import { type Points, pointsOf } from './points.ts'

/** The arguments of the deposit contract's `deposit`. */
export type DepositData = {
  pubkey: Hex
  withdrawalCredentials: Hex
  amount: Gwei
  signature: Hex
  depositDataRoot: Hex
}

/** A deposit that starts a validator: signed by its key, with what the on-chain check of that signature needs. */
export type SignedDeposit = DepositData & { points: Points }

export declare namespace makeDeposit {
  type Args = {
    /** `compounding(address)`, or any other 32 bytes. */
    withdrawalCredentials: Hex
    amount: Gwei
    /** Deposits are valid on every fork: they are signed for the genesis fork. Default: mainnet's. */
    genesisForkVersion?: Hex
  }
}

export function makeDeposit(key: ValidatorKey, args: makeDeposit.Args): SignedDeposit {
  const { withdrawalCredentials, amount, genesisForkVersion = '0x00000000' } = args
  const root = depositSigningRoot(key.pubkey, withdrawalCredentials, amount, genesisForkVersion)
  const signature = toHex(key.secret.sign(toBytes(root)).toBytes())
  const deposit = { pubkey: key.pubkey, withdrawalCredentials, amount, signature }
  return {
    ...deposit,
    depositDataRoot: depositDataRoot(deposit),
    points: pointsOf(key.pubkey, signature),
  }
}

/**
 * A deposit to a validator that exists already. Its signature is never read by the chain; the point at infinity says so.
 */
export function makeTopUp(
  pubkey: Hex,
  args: { withdrawalCredentials: Hex; amount: Gwei },
): DepositData {
  const deposit = { pubkey, ...args, signature: infinitySignature }
  return { ...deposit, depositDataRoot: depositDataRoot(deposit) }
}

/** `0x02` credentials: withdrawals to `address`, up to 2,048 ETH of effective balance. */
export function compounding(address: Hex): Hex {
  return credentials('02', address)
}

/** `0x01` credentials: withdrawals to `address`, what exceeds 32 ETH swept by itself. */
export function sweeping(address: Hex): Hex {
  return credentials('01', address)
}

/** The compressed point at infinity of G2. */
export const infinitySignature: Hex = `0xc0${'00'.repeat(95)}`

/** What a deposit's signature signs. */
export function depositSigningRoot(
  pubkey: Hex,
  withdrawalCredentials: Hex,
  amount: Gwei,
  genesisForkVersion: Hex,
): Hex {
  const message = {
    pubkey: toBytes(pubkey),
    withdrawalCredentials: toBytes(withdrawalCredentials),
    amount: Number(amount),
  }
  const domain = computeDomain(DOMAIN_DEPOSIT, toBytes(genesisForkVersion), new Uint8Array(32))
  return toHex(computeSigningRoot(ssz.phase0.DepositMessage, message, domain))
}

export function depositDataRoot(deposit: Omit<DepositData, 'depositDataRoot'>): Hex {
  return toHex(
    ssz.phase0.DepositData.hashTreeRoot({
      pubkey: toBytes(deposit.pubkey),
      withdrawalCredentials: toBytes(deposit.withdrawalCredentials),
      amount: Number(deposit.amount),
      signature: toBytes(deposit.signature),
    }),
  )
}

function credentials(prefix: string, address: Hex): Hex {
  const digits = address.slice(2).toLowerCase()
  if (digits.length !== 40) throw new TypeError(`Not an address: ${address}`)
  return `0x${prefix}${'00'.repeat(11)}${digits}`
}
