import { witnessAbi } from '@cairn/contracts/abi'
import { liquid, restaking } from '@cairn/spec'
import {
  type Address,
  concatHex,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  keccak256,
  toHex,
} from 'viem'
import { addressOf as hashed, type Names } from '../names.ts'
import {
  addressOf as inLayer,
  created as createdForLayer,
  nonces as layerNonces,
  podAddress,
} from '../restaking/names.ts'

/** Who has ether and tokens, and puts them in. */
export const users = ['alice', 'bob', 'carol'] as const

export const delegators = ['north', 'east', 'south'] as const
export const operators = ['nora', 'emil', 'suse'] as const

/** By their numbers. */
export const assets = [
  { name: liquid.ETHER, token: 'zero', strategy: 'beacon' },
  { name: 'cseth', token: 'csETH', strategy: 'cseth strategy' },
  { name: 'rpt', token: 'rptETH', strategy: 'rpt strategy' },
] as const

/** Who says how many validators a pod has, and when they were counted last: on a node, the pod's own storage. */
export const beacon = 'beacon chain'

/** What auctions sell. */
export const reward = 'REWARD'

/** The last redistributes, but for one that no policy allows. */
export const sets: readonly restaking.SetId[] = ['oracle', 'bridge', 'insurer', 'stranger'].map(
  (avs) => ({ avs, id: 0n }),
)

/** Everyone who begins with a purse: nobody can't pay. */
export const funded = [...users, ...operators, 'eve', 'keeper', 'bidder', 'reporter'] as const

/** The deployer's nonces. */
export const deployer = 'liquid deployer'
export const nonces = {
  csQueue: 0,
  csETH: 1,
  rptETH: 2,
  csAdapter: 3,
  rptAdapter: 4,
  queue: 5,
  tally: 6,
  implementation: 7,
  policy: 8,
  auction: 9,
  firstLoss: 10,
  native: 11,
  tips: 12,
  lens: 13,
  vault: 14,
  spread: 15,
} as const

export function created(name: keyof typeof nonces): Address {
  return getContractAddress({ from: hashed(deployer), nonce: BigInt(nonces[name]) })
}

const factory = createdForLayer(layerNonces.factory)
const spread = created('spread')

const known = new Map<string, Address>([
  ['zero', inLayer('zero')],
  ['dead', hashed('dead')],
  ...['burn', 'beacon', 'delegation', 'strategyManager', 'allocation', 'podManager'].map(
    (name): [string, Address] => [name, inLayer(name)],
  ),
  ...Object.keys(nonces).map((name): [string, Address] => [
    name,
    created(name as keyof typeof nonces),
  ]),
  ['treasury', created('firstLoss')],
  ...['queue', 'csQueue'].map((name, i): [string, Address] => [
    ['escrow', 'csEscrow'][i]!,
    // A queue creates its escrow with its first nonce.
    getContractAddress({ from: created(name as 'queue' | 'csQueue'), nonce: 1n }),
  ]),
  ...assets
    .slice(1)
    .map(({ strategy }, i): [string, Address] => [
      strategy,
      getContractAddress({ from: factory, nonce: BigInt(i + 1) }),
    ]),
  ...delegators.flatMap((name, i): [string, Address][] => {
    const address = getContractAddress({ from: spread, nonce: BigInt(i + 1) })
    return [
      [name, address],
      [restaking.podName(name), podAddress(address)],
    ]
  }),
])

/** The address that a trace's name stands for. */
export const addressOf: Names = (name) => known.get(name) ?? hashed(name)

/** Delegators and assets go by number; one more than there are is nobody. */
export function numberOf(name: string): bigint {
  const index = (delegators as readonly string[]).indexOf(name)
  if (index >= 0) return BigInt(index)
  const asset = assets.findIndex((of) => of.name === name)
  if (asset >= 0) return BigInt(asset)
  return BigInt(name === 'nowhere' ? delegators.length : assets.length)
}

export function pubkeyOf(key: string): Hex {
  return concatHex([keccak256(toHex(key)), `0x${'00'.repeat(16)}`])
}

/** What an account that stands for the witness answers to it: the hash of what it is asked. */
export function pubkeyRootOf(key: string): Hex {
  const args = [pubkeyOf(key)] as const
  return keccak256(encodeFunctionData({ abi: witnessAbi, functionName: 'pubkeyRoot', args }))
}

/** Of a validator whose ether goes to a delegator's pod. */
export function credentialsOf(index: string): Hex {
  return concatHex(['0x02', `0x${'00'.repeat(11)}`, addressOf(restaking.podName(index))])
}

/** Whose ether and tokens are compared in the end. */
export const watched = [...funded, 'beneficiary', 'tips', 'spread', 'burn', ...delegators] as const
