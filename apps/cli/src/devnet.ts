import { pbkdf2Sync } from 'node:crypto'
import type { Address } from 'viem'
import { HDKey, hdKeyToAccount } from 'viem/accounts'

/** The devnet's chain id, and the only one on which its keys may be used. */
export const devnetChainId = 31_337

/** Who lives on a devnet, in the order of their keys. */
export const devNames = [
  'alice',
  'bob',
  'carol',
  'dave',
  'erin',
  'deployer',
  'curator',
  'steward',
  'treasury',
  'prover',
  'keeper',
  // Who run restaking's services, who restake, and who serve them.
  'elm',
  'fir',
  'hazel',
  'juniper',
  'larch',
  'frida',
  'gus',
  'heidi',
  'ivan',
  'updater',
  'watcher',
  'compensation',
  // Who buys what crETH earns, and who says what rptETH is worth.
  'bidder',
  'reporter',
] as const

// Foundry's, known to the whole world: whatever it holds on a public chain belongs to whoever is quickest.
const mnemonic = 'test test test test test test test test test test test junk'
const wellKnown = 32

let root: HDKey | undefined

/** The devnet's key `index`. */
export function devAccount(index: number) {
  root ??= HDKey.fromMasterSeed(pbkdf2Sync(mnemonic, 'mnemonic', 2_048, 64, 'sha512'))
  return hdKeyToAccount(root, { addressIndex: index })
}

/** Whether everybody has the key of `address`. */
export function isWellKnown(address: Address): boolean {
  return Array.from({ length: wellKnown }, (_, index) => index).some(
    (index) => devAccount(index).address === address,
  )
}
