import { type Addresses, defaultAddresses } from '@cairn/spec'
import { type Address, getContractAddress, keccak256, stringToHex, zeroAddress } from 'viem'

/** Who hands out shares and who does something with them. */
export const users = ['alice', 'bob', 'carol', 'dave'] as const

/** Everyone whose balances are compared after every step. */
export const accounts = [
  ...users,
  'eve',
  'keeper',
  defaultAddresses.registry,
  defaultAddresses.treasury,
  defaultAddresses.dead,
  defaultAddresses.vault,
  defaultAddresses.queue,
] as const

/** Creates WETH, the queue and the vault, with its first three nonces; the queue creates the escrow with its first. */
export const deployer = 'deployer'

const queue = getContractAddress({ from: hashed(deployer), nonce: 1n })

const known: Record<string, Address> = {
  [defaultAddresses.zero]: zeroAddress,
  [defaultAddresses.dead]: '0x000000000000000000000000000000000000dEaD',
  weth: getContractAddress({ from: hashed(deployer), nonce: 0n }),
  [defaultAddresses.queue]: queue,
  [defaultAddresses.vault]: getContractAddress({ from: hashed(deployer), nonce: 2n }),
  [defaultAddresses.escrow]: getContractAddress({ from: queue, nonce: 1n }),
}

export type Names = (name: string) => Address

const cache = new Map(Object.entries(known))

/** The address that a trace's name stands for in the replay. */
export const addressOf: Names = (name) => {
  const cached = cache.get(name)
  if (cached) return cached

  const address = hashed(name)
  cache.set(name, address)
  return address
}

export function isKnown(name: string): name is keyof Addresses {
  return name in known
}

function hashed(name: string): Address {
  return `0x${keccak256(stringToHex(`cairn.${name}`)).slice(26)}`
}
