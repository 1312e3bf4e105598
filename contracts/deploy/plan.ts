import {
  type Abi,
  type Address,
  concatHex,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  hexToBytes,
  numberToHex,
  size,
} from 'viem'
import {
  depositSignatureAbi,
  depositSignatureBytecode,
  iWETHAbi,
  layoutsAbi,
  layoutsBytecode,
  rateFeedAbi,
  rateFeedBytecode,
  redeemQueueAbi,
  redeemQueueBytecode,
  stakedEtherAbi,
  stakedEtherBytecode,
  validatorRegistryAbi,
  validatorRegistryBytecode,
  vaultLensAbi,
  vaultLensBytecode,
} from '../abi/index.ts'
import { layoutOf } from './layouts.ts'
import type { Parameters } from './parameters.ts'
import { wethCode } from './weth.ts'

/** Where everything stands. */
export type Addresses = {
  weth: Address
  layouts: Address
  depositSignature: Address
  registry: Address
  queue: Address
  escrow: Address
  vault: Address
  rateFeed: Address
  lens: Address
  depositContract: Address
}

type Created = Exclude<keyof Addresses, 'escrow' | 'depositContract'>

/** One transaction, as it will be sent: a contract's creation or, with `to`, a call. */
export type Step = {
  what: string
  to?: Address
  /** Of what is created. */
  address?: Address
  nonce: number
  data: Hex
  value: bigint
  /** Named, in the constructor's or the function's order. */
  args: Record<string, unknown>
  /** An upper estimate. */
  gas: bigint
}

export type Plan = {
  deployer: Address
  parameters: Parameters
  holders: Record<keyof Parameters['holders'], Address>
  addresses: Addresses
  steps: Step[]
}

/**
 * Works out a whole deployment without sending or asking anything: the contracts refer to one another, so each address is
 * predicted from the deployer's nonce.
 */
export function plan({ deployer, nonce, parameters }: plan.Args): Plan {
  const holders = Object.fromEntries(
    Object.entries(parameters.holders).map(([power, holder]) => [
      power,
      holder === 'deployer' ? deployer : holder,
    ]),
  ) as Plan['holders']

  const order: Created[] = [
    ...(parameters.network.weth === undefined ? (['weth'] as const) : []),
    'layouts',
    'depositSignature',
    'registry',
    'queue',
    'vault',
    'rateFeed',
    'lens',
  ]
  const at = (name: Created) =>
    getContractAddress({ from: deployer, nonce: BigInt(nonce + order.indexOf(name)) })

  const queue = at('queue')
  const addresses: Addresses = {
    weth: parameters.network.weth ?? at('weth'),
    layouts: at('layouts'),
    depositSignature: at('depositSignature'),
    registry: at('registry'),
    queue,
    // The queue creates it, as its first contract.
    escrow: getContractAddress({ from: queue, nonce: 1n }),
    vault: at('vault'),
    rateFeed: at('rateFeed'),
    lens: at('lens'),
    depositContract: parameters.network.depositContract,
  }

  const { deadShares, ...vaultParameters } = parameters.vault
  const creations: Record<Created, Creation> = {
    weth: { contract: 'WETH', abi: [], bytecode: creationOf(wethCode), args: {}, words: 0n },
    layouts: {
      contract: 'Layouts',
      abi: layoutsAbi,
      bytecode: layoutsBytecode,
      args: {
        genesisTime: BigInt(parameters.network.genesisTime),
        notice: parameters.layouts.notice,
        steward: holders.steward,
        rows: parameters.network.forks.map(layoutOf),
      },
      words: 2n + 2n * BigInt(parameters.network.forks.length),
    },
    depositSignature: {
      contract: 'DepositSignature',
      abi: depositSignatureAbi,
      bytecode: depositSignatureBytecode,
      args: { genesisForkVersion: parameters.network.genesisForkVersion },
      words: 0n,
    },
    registry: {
      contract: 'ValidatorRegistry',
      abi: validatorRegistryAbi,
      bytecode: validatorRegistryBytecode,
      args: {
        parameters: {
          vault: addresses.vault,
          layouts: addresses.layouts,
          depositSignature: addresses.depositSignature,
          depositContract: parameters.network.depositContract,
          curator: holders.curator,
          genesisTime: BigInt(parameters.network.genesisTime),
          checkpointInterval: parameters.registry.checkpointInterval,
          minTopUp: parameters.registry.minTopUp,
        },
      },
      words: 2n,
    },
    queue: {
      contract: 'RedeemQueue',
      abi: redeemQueueAbi,
      bytecode: redeemQueueBytecode,
      args: { vault: addresses.vault, weth: addresses.weth },
      words: 4n,
    },
    vault: {
      contract: 'StakedEther',
      abi: stakedEtherAbi,
      bytecode: stakedEtherBytecode,
      args: {
        registry: addresses.registry,
        parameters: {
          weth: addresses.weth,
          queue: addresses.queue,
          treasury: holders.treasury,
          ...bigints(vaultParameters),
        },
      },
      value: deadShares,
      words: 8n,
    },
    rateFeed: {
      contract: 'RateFeed',
      abi: rateFeedAbi,
      bytecode: rateFeedBytecode,
      args: {
        vault: addresses.vault,
        maxYearlyGrowthBps: BigInt(parameters.rateFeed.maxYearlyGrowthBps),
      },
      words: 2n,
    },
    lens: {
      contract: 'VaultLens',
      abi: vaultLensAbi,
      bytecode: vaultLensBytecode,
      args: {},
      words: 0n,
    },
  }

  const steps: Omit<Step, 'nonce'>[] = order.map((name) => {
    const { contract, abi, bytecode, args, words, value = 0n } = creations[name]
    const data = encodeDeployData({ abi: abi as Abi, bytecode, args: Object.values(args) })
    return { what: contract, address: at(name), data, value, args, gas: creationGas(data, words) }
  })
  // A wei of WETH that stays: the vault's balance there never goes back to zero, which is cheaper for every depositor.
  const { weth, vault } = addresses
  steps.push({
    what: 'WETH.deposit',
    to: weth,
    data: encodeFunctionData({ abi: iWETHAbi, functionName: 'deposit' }),
    value: 1n,
    args: {},
    gas: 100_000n,
  })
  steps.push({
    what: 'WETH.transfer',
    to: weth,
    data: encodeFunctionData({ abi: iWETHAbi, functionName: 'transfer', args: [vault, 1n] }),
    value: 0n,
    args: { to: vault, amount: 1n },
    gas: 100_000n,
  })

  return {
    deployer,
    parameters,
    holders,
    addresses,
    steps: steps.map((step, index) => ({ ...step, nonce: nonce + index })),
  }
}

export declare namespace plan {
  type Args = { deployer: Address; nonce: number; parameters: Parameters }
}

type Creation = {
  contract: string
  abi: Abi
  bytecode: Hex
  args: Record<string, unknown>
  value?: bigint
  /** Storage words that the constructor fills, at most. */
  words: bigint
}

function bigints(parameters: Record<string, number | bigint>) {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, BigInt(value)]),
  )
}

/** Creation code that leaves `runtime` behind: copy what follows these twelve bytes, return it. */
function creationOf(runtime: Hex): Hex {
  const header = concatHex([
    '0x61',
    numberToHex(size(runtime), { size: 2 }),
    '0x80600c6000396000f3',
  ])
  return concatHex([header, runtime])
}

/** Upper estimate: all of the code is deposited (200 a byte), all words are written to empty slots, and execution is a tenth. */
function creationGas(data: Hex, words: bigint): bigint {
  const bytes = hexToBytes(data)
  let calldata = 0n
  for (const byte of bytes) calldata += byte === 0 ? 4n : 16n
  const initcode = 2n * BigInt(Math.ceil(bytes.length / 32))
  const writes = 200n * BigInt(bytes.length) + 22_100n * words
  return 21_000n + 32_000n + calldata + initcode + (writes * 11n) / 10n + 30_000n
}
