import { bytesToHex, type Hex, type LocalAccount } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
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
] as const

export type Name = (typeof names)[number]
export type DevAccount = LocalAccount & { name: Name; privateKey: Hex }

export const accounts = Object.fromEntries(
  names.map((name, addressIndex) => {
    const account = mnemonicToAccount(devMnemonic, { addressIndex })
    const privateKey = bytesToHex(account.getHdKey().privateKey!)
    return [name, { ...account, name, privateKey }]
  }),
) as Record<Name, DevAccount>
