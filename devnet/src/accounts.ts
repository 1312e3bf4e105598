import { bytesToHex, type Hex } from 'viem'
import { mnemonicToAccount, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { devMnemonic } from './anvil.ts'

/** Who lives on a devnet, in the order of their keys. Everyone in the world has these keys. */
export const names = [
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

export type Name = (typeof names)[number]
export type DevAccount = PrivateKeyAccount & { name: Name; privateKey: Hex }

export const accounts = Object.fromEntries(
  names.map((name, index) => [name, account(name, index)]),
) as {
  [name in Name]: DevAccount
}

function account(name: Name, addressIndex: number): DevAccount {
  const key = mnemonicToAccount(devMnemonic, { addressIndex }).getHdKey().privateKey!
  const privateKey = bytesToHex(key)
  return { ...privateKeyToAccount(privateKey), name, privateKey }
}
