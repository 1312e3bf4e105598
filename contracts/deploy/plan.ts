import { type Address, concatHex, getContractAddress, type Hex, numberToHex, size } from 'viem'
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
import { resolveHolders } from './schema.ts'
import { bigints, type Creation, type Step, toCall, toCreation } from './step.ts'
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
  const holders = resolveHolders(parameters.holders, deployer)

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

  const steps = order.map((name) => toCreation(at(name), creations[name]))
  // A wei of WETH that stays: the vault's balance there never goes back to zero, which is cheaper for every depositor.
  const { weth, vault } = addresses
  const atWeth = { to: weth, abi: iWETHAbi, gas: 100_000n }
  steps.push(
    toCall({ ...atWeth, what: 'WETH.deposit', functionName: 'deposit', args: {}, value: 1n }),
    toCall({
      ...atWeth,
      what: 'WETH.transfer',
      functionName: 'transfer',
      args: { to: vault, amount: 1n },
    }),
  )

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

/** Creation code that leaves `runtime` behind: copy what follows these twelve bytes, return it. */
function creationOf(runtime: Hex): Hex {
  const header = concatHex([
    '0x61',
    numberToHex(size(runtime), { size: 2 }),
    '0x80600c6000396000f3',
  ])
  return concatHex([header, runtime])
}
