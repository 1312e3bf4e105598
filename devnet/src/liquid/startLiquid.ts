import {
  type Addresses,
  deployLiquid,
  devnetLiquid,
  type LiquidAddresses,
  type RestakingAddresses,
  usualDoor,
} from '@cairn/contracts'
import { iStrategyFactoryAbi, reportedEtherAbi, reportedEtherBytecode } from '@cairn/contracts/abi'
import type { Daemon, Log, Metrics } from '@cairn/daemons'
import type { LiquidCairn } from '@cairn/sdk'
import { type Address, parseEther } from 'viem'
import { accounts, type Name } from '../accounts.ts'
import { chainId, type Layers } from '../layers.ts'
import { secondsPerSlot, slotsPerEpoch } from '../lockstep.ts'
import { restakingOperators } from '../restaking/operators.ts'
import { depositContract } from '../system.ts'
import { createCrew } from './crew.ts'
import { populate, settle } from './settle.ts'
import { createValidators, type Validators } from './validators.ts'

/** crETH in a world: its contracts, and who works for it. */
export type Liquid = {
  addresses: LiquidAddresses
  /** The block of its first contract. */
  fromBlock: bigint
  /** Everything that an action of the SDK asks for. */
  deployment: LiquidCairn
  validators: Validators
  /** With the seconds of the world's time that each rests between two looks when time is moved fast. */
  daemons: { daemon: Daemon; rest: number }[]
  save(): SavedLiquid
}

export type SavedLiquid = {
  addresses: LiquidAddresses
  fromBlock: number
  /** How many validators each operator has brought. */
  brought: Partial<Record<Name, number>>
}

const hour = 3_600
const day = 24 * hour

/** Over a restaking layer, whose operators get a delegator each. */
export async function startLiquid({
  layers,
  cairn,
  restaking,
  claimsUrl,
  saved,
  options: { empty = false, rungBps } = {},
  log,
  metrics,
  onProgress,
}: startLiquid.Args): Promise<Liquid> {
  const { publicClient, wallet, beacon, rpc } = layers
  const { addresses, fromBlock } = saved
    ? { addresses: saved.addresses, fromBlock: BigInt(saved.fromBlock) }
    : await deployed()
  const validators = createValidators({
    ...{ publicClient, wallet, beacon, addresses, restaking, fromBlock },
    brought: saved?.brought,
  })
  if (!saved) {
    const args = { publicClient, wallet, rpc, cairn, restaking, addresses, validators, onProgress }
    await settle(args)
    if (!empty) await populate(args)
  }

  const crew = await createCrew({
    layers,
    addresses: { ...addresses, ...restaking },
    restaking,
    claimsUrl,
    fromBlock,
    log,
    metrics,
  })

  return {
    addresses,
    fromBlock,
    deployment: { ...cairn, fromBlock, restaking, liquid: addresses },
    validators,
    daemons: [{ daemon: validators.daemon, rest: 6 * hour }, ...crew],
    save: () => ({ addresses, fromBlock: Number(fromBlock), brought: validators.save() }),
  }

  async function deployed() {
    onProgress('crETH: contracts, and an LST whose worth is reported')
    const rptETH = await deployReported()
    const strategy = await strategyOf(rptETH)
    const parameters = devnetLiquid({
      chainId,
      depositContract,
      tokens: [
        {
          symbol: 'csETH',
          token: cairn.vault,
          strategy: restaking.strategies.csETH,
          adapter: 'stakedEther',
          ...usualDoor,
        },
        { symbol: 'rptETH', token: rptETH, strategy, adapter: 'wstETH', ...usualDoor },
      ],
      operators: restakingOperators.map(({ name }) => accounts[name].address),
      services: Object.values(restaking.avs),
      // When time is moved fast, a block is an epoch.
      blocksPerDay: day / (secondsPerSlot * slotsPerEpoch),
      rungBps,
      holders: { beneficiary: accounts.treasury.address, starter: accounts.curator.address },
    })
    const { addresses, block } = await deployLiquid({
      publicClient,
      walletClient: wallet('deployer'),
      parameters,
      under: { ...cairn, ...restaking },
    })
    return { addresses, fromBlock: block }
  }

  async function deployReported(): Promise<Address> {
    const hash = await wallet('deployer').deployContract({
      abi: reportedEtherAbi,
      bytecode: reportedEtherBytecode,
      args: [accounts.reporter.address],
      value: parseEther('1'),
    })
    const { contractAddress } = await publicClient.waitForTransactionReceipt({ hash })
    return contractAddress!
  }

  async function strategyOf(token: Address): Promise<Address> {
    const factory = { address: restaking.strategyFactory, abi: iStrategyFactoryAbi } as const
    const hash = await wallet('deployer').writeContract({
      ...factory,
      functionName: 'deployNewStrategy',
      args: [token],
    })
    await publicClient.waitForTransactionReceipt({ hash })
    return publicClient.readContract({
      ...factory,
      functionName: 'deployedStrategies',
      args: [token],
    })
  }
}

export declare namespace startLiquid {
  type Options = {
    /** Whether nobody has put in anything yet. */
    empty?: boolean
    /** What a day's rungs may ask back, of the assets: 500 if left out. */
    rungBps?: number
  }
  type Args = {
    layers: Pick<Layers, 'publicClient' | 'wallet' | 'beacon' | 'beaconApi' | 'lockstep' | 'rpc'>
    cairn: Addresses
    restaking: RestakingAddresses
    /** Where claims of rewards are served. */
    claimsUrl: string
    saved?: SavedLiquid | undefined
    options?: Options | undefined
    log: Log
    metrics: Metrics
    onProgress(line: string): void
  }
}
