import { restaking } from '@cairn/spec'
import { type Address, concatHex, getContractAddress, type Hex, keccak256, zeroAddress } from 'viem'
import { addressOf as hashed, type Names } from '../names.ts'

/** Who has tokens and ether, and stakes them. */
export const stakers = ['alice', 'bob', 'carol', 'otto', 'olga'] as const

export const operators = ['otto', 'olga', 'carol'] as const

/** Everyone who begins with a purse: nobody can't pay. */
export const funded = [...stakers, 'eve'] as const

export const tokens = ['STETH', 'RETH', 'CSETH'] as const

/** The deployer's nonces, as the replay counts them. */
export const deployer = 'restaking deployer'
export const nonces = {
  tokens: 0,
  pauserRegistry: 3,
  permissionController: 4,
  delegation: 5,
  strategyManager: 6,
  strategyImplementation: 7,
  factory: 8,
  allocation: 9,
  podManager: 10,
  podImplementation: 11,
} as const

export function created(nonce: number): Address {
  return getContractAddress({ from: hashed(deployer), nonce: BigInt(nonce) })
}

const beaconStrategy: Address = '0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0'
const factory = created(nonces.factory)

const known = new Map<string, Address>([
  ['zero', zeroAddress],
  ['burn', '0x00000000000000000000000000000000000E16E4'],
  ['beacon', beaconStrategy],
  ['delegation', created(nonces.delegation)],
  ['strategyManager', created(nonces.strategyManager)],
  ['allocation', created(nonces.allocation)],
  ['podManager', created(nonces.podManager)],
  ...tokens.flatMap((token, i): [string, Address][] => [
    [token, created(nonces.tokens + i)],
    // The factory creates a token's strategy with its next nonce.
    [token.toLowerCase(), getContractAddress({ from: factory, nonce: BigInt(i + 1) })],
  ]),
  ...funded.map((owner): [string, Address] => [
    restaking.podName(owner),
    podAddress(hashed(owner)),
  ]),
])

/** The address that a trace's name stands for. */
export const addressOf: Names = (name) => known.get(name) ?? hashed(name)

/** A minimal proxy of the implementation, made with its owner for a salt. */
export function podAddress(owner: Address): Address {
  const implementation = created(nonces.podImplementation)
  return getContractAddress({
    opcode: 'CREATE2',
    from: created(nonces.podManager),
    salt: concatHex([`0x${'00'.repeat(12)}`, owner]),
    bytecodeHash: keccak256(
      concatHex([
        '0x602c3d8160093d39f33d3d3d3d363d3d37363d73',
        implementation,
        '0x5af43d3d93803e602a57fd5bf3' as Hex,
      ]),
    ),
  })
}

/** By address, as slashes want them. */
export const strategies: readonly { name: string; token: string }[] = [
  ...tokens.map((token) => ({ name: token.toLowerCase(), token })),
  { name: 'beacon', token: 'zero' },
].sort((one, other) =>
  addressOf(one.name).toLowerCase() < addressOf(other.name).toLowerCase() ? -1 : 1,
)

/** The sets that histories know of; the first three exist from the start. */
export const sets: readonly restaking.SetId[] = [0n, 1n, 2n, 3n].map((id) => ({ avs: 'avs', id }))

/** All that may call, be called, or be looked at. */
export const accounts = [
  ...funded,
  'avs',
  'slasher',
  'guard',
  'victim',
  'burn',
  'zero',
  'delegation',
  'strategyManager',
  'allocation',
  'podManager',
  ...strategies.map(({ name }) => name),
  ...tokens,
  ...funded.map(restaking.podName),
] as const

/** Whose ether and tokens are compared. */
export const watched = [...funded, 'slasher', 'victim', 'burn'] as const
