import { type Address, getContractAddress, zeroAddress } from 'viem'
import {
  allocationManagerAbi,
  allocationManagerBytecode,
  bridgeAttesterAbi,
  bridgeAttesterBytecode,
  delegationManagerAbi,
  delegationManagerBytecode,
  eigenPodAbi,
  eigenPodBytecode,
  eigenPodManagerAbi,
  eigenPodManagerBytecode,
  pauserRegistryAbi,
  pauserRegistryBytecode,
  permissionControllerAbi,
  permissionControllerBytecode,
  priceOracleAbi,
  priceOracleBytecode,
  rewardsCoordinatorAbi,
  rewardsCoordinatorBytecode,
  strategyBaseAbi,
  strategyBaseBytecode,
  strategyFactoryAbi,
  strategyFactoryBytecode,
  strategyManagerAbi,
  strategyManagerBytecode,
} from '../../abi/index.ts'
import type { Addresses } from '../plan.ts'
import { resolveHolders } from '../schema.ts'
import { type Creation, type Step, toCall, toCreation } from '../step.ts'
import type { RestakingParameters } from './parameters.ts'

/** Where a restaking layer stands: this one's, or any other that speaks the same interface. */
export type RestakingAddresses = {
  strategyManager: Address
  delegationManager: Address
  allocationManager: Address
  eigenPodManager: Address
  rewardsCoordinator: Address
  permissionController: Address
  strategyFactory: Address
  pauserRegistry: Address
  strategies: { csETH: Address }
  avs: { oracle: Address; bridge: Address }
}

export type RestakingPlan = {
  addresses: RestakingAddresses
  holders: Record<keyof RestakingParameters['holders'], Address>
  steps: Step[]
}

const order = [
  'pauserRegistry',
  'permissionController',
  'strategy',
  'strategyManager',
  'strategyFactory',
  'delegationManager',
  'allocationManager',
  'pod',
  'eigenPodManager',
  'rewardsCoordinator',
] as const

/** Beacon ether, where strategies are named. It has no code. */
export const beaconEther: Address = '0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0'

/**
 * Works out the deployment of a restaking layer with csETH as its first strategy, and of its two services, without sending
 * or asking anything.
 */
export function planRestaking({ deployer, nonce, parameters, cairn }: planRestaking.Args) {
  const holders = resolveHolders(parameters.holders, deployer)
  const { delays, rewards } = parameters

  const atNonce = (offset: number) =>
    getContractAddress({ from: deployer, nonce: BigInt(nonce + offset) })
  const at = Object.fromEntries(order.map((name, index) => [name, atNonce(index)])) as Record<
    (typeof order)[number],
    Address
  >
  // The factory's first clone, made by the step after those of `order`.
  const csETH = getContractAddress({ from: at.strategyFactory, nonce: 1n })
  const oracle = atNonce(order.length + 1)
  const bridge = atNonce(order.length + 2)

  const core: Record<(typeof order)[number], Creation> = {
    pauserRegistry: {
      contract: 'PauserRegistry',
      abi: pauserRegistryAbi,
      bytecode: pauserRegistryBytecode,
      args: { pausers: [holders.pauser], unpauser: holders.owner },
      words: 2n,
    },
    permissionController: {
      contract: 'PermissionController',
      abi: permissionControllerAbi,
      bytecode: permissionControllerBytecode,
      args: {},
      words: 0n,
    },
    strategy: {
      contract: 'StrategyBase',
      abi: strategyBaseAbi,
      bytecode: strategyBaseBytecode,
      args: { strategyManager: at.strategyManager, pauserRegistry: at.pauserRegistry },
      words: 2n,
    },
    strategyManager: {
      contract: 'StrategyManager',
      abi: strategyManagerAbi,
      bytecode: strategyManagerBytecode,
      args: {
        delegation: at.delegationManager,
        pauserRegistry: at.pauserRegistry,
        strategyWhitelister: at.strategyFactory,
        owner: holders.owner,
        version: parameters.version,
      },
      words: 3n,
    },
    strategyFactory: {
      contract: 'StrategyFactory',
      abi: strategyFactoryAbi,
      bytecode: strategyFactoryBytecode,
      args: {
        strategyManager: at.strategyManager,
        implementation: at.strategy,
        pauserRegistry: at.pauserRegistry,
        owner: holders.owner,
      },
      words: 2n,
    },
    delegationManager: {
      contract: 'DelegationManager',
      abi: delegationManagerAbi,
      bytecode: delegationManagerBytecode,
      args: {
        parameters: {
          strategyManager: at.strategyManager,
          eigenPodManager: at.eigenPodManager,
          allocationManager: at.allocationManager,
          permissionController: at.permissionController,
          pauserRegistry: at.pauserRegistry,
          minWithdrawalDelayBlocks: delays.withdrawalBlocks,
          version: parameters.version,
        },
      },
      words: 2n,
    },
    allocationManager: {
      contract: 'AllocationManager',
      abi: allocationManagerAbi,
      bytecode: allocationManagerBytecode,
      args: {
        delegation: at.delegationManager,
        // No strategy here is EigenLayer's own token's.
        eigenStrategy: zeroAddress,
        pauserRegistry: at.pauserRegistry,
        permissionController: at.permissionController,
        deallocationDelay: delays.deallocationBlocks,
        allocationConfigurationDelay: delays.configurationBlocks,
      },
      words: 2n,
    },
    pod: {
      contract: 'EigenPod',
      abi: eigenPodAbi,
      bytecode: eigenPodBytecode,
      args: {
        parameters: {
          ethPOS: parameters.depositContract,
          eigenPodManager: at.eigenPodManager,
          layouts: cairn.layouts,
          genesisTime: BigInt(parameters.genesisTime),
          forceAfter: BigInt(parameters.pods.forceAfter),
        },
      },
      words: 2n,
    },
    eigenPodManager: {
      contract: 'EigenPodManager',
      abi: eigenPodManagerAbi,
      bytecode: eigenPodManagerBytecode,
      args: {
        parameters: {
          ethPOS: parameters.depositContract,
          delegationManager: at.delegationManager,
          podImplementation: at.pod,
          pauserRegistry: at.pauserRegistry,
          owner: holders.owner,
          proofTimestampSetter: holders.owner,
          // The layouts begin with Pectra's, or later: every timestamp after genesis is past that fork.
          pectraForkTimestamp: 1n,
        },
      },
      words: 4n,
    },
    rewardsCoordinator: {
      contract: 'RewardsCoordinator',
      abi: rewardsCoordinatorAbi,
      bytecode: rewardsCoordinatorBytecode,
      args: {
        parameters: {
          delegationManager: at.delegationManager,
          strategyManager: at.strategyManager,
          allocationManager: at.allocationManager,
          pauserRegistry: at.pauserRegistry,
          permissionController: at.permissionController,
          emissionsController: zeroAddress,
          owner: holders.owner,
          rewardsUpdater: holders.rewardsUpdater,
          feeRecipient: holders.owner,
          ...rewards,
        },
      },
      words: 6n,
    },
  }

  const ofService = (name: 'oracle' | 'bridge', words: Pick<Service, 'token' | 'title'>) => {
    const { wadToSlash, evidenceBlocks, minimumStake, budget, rewardsPerDay } = parameters[name]
    // A redistributing set can't hold beacon ether: its slashed ether never leaves a pod.
    const strategies = name === 'oracle' ? [csETH] : [csETH, beaconEther]
    return {
      allocationManager: at.allocationManager,
      rewardsCoordinator: at.rewardsCoordinator,
      strategies: strategies
        .sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
        .map((strategy) => ({ strategy, multiplier: 10n ** 18n })),
      redistributionRecipient: name === 'oracle' ? holders.compensation : zeroAddress,
      wadToSlash,
      evidenceBlocks,
      minimumStake,
      budget,
      rewardsPerDay,
      tokenName: words.title,
      tokenSymbol: words.token,
      metadataURI: '',
    }
  }
  const services: [Address, Creation][] = [
    [
      oracle,
      {
        contract: 'PriceOracle',
        abi: priceOracleAbi,
        bytecode: priceOracleBytecode,
        args: {
          parameters: ofService('oracle', { token: 'CPO', title: 'Cairn Price Oracle' }),
          period: BigInt(parameters.oracle.period),
        },
        words: 12n,
        extra: 2_000_000n,
      },
    ],
    [
      bridge,
      {
        contract: 'BridgeAttester',
        abi: bridgeAttesterAbi,
        bytecode: bridgeAttesterBytecode,
        args: { parameters: ofService('bridge', { token: 'CBA', title: 'Cairn Bridge Attester' }) },
        words: 12n,
        extra: 2_000_000n,
      },
    ],
  ]

  const steps = [
    ...order.map((name) => toCreation(at[name], core[name])),
    toCall({
      what: 'StrategyFactory.deployNewStrategy',
      to: at.strategyFactory,
      abi: strategyFactoryAbi,
      functionName: 'deployNewStrategy',
      args: { token: cairn.vault },
      gas: 400_000n,
    }),
    ...services.map(([address, creation]) => toCreation(address, creation)),
  ]

  const { strategy: _, pod: __, ...addresses } = at
  return {
    addresses: { ...addresses, strategies: { csETH }, avs: { oracle, bridge } },
    holders,
    steps: steps.map((step, index) => ({ ...step, nonce: nonce + index })),
  } satisfies RestakingPlan
}

export declare namespace planRestaking {
  type Args = {
    deployer: Address
    nonce: number
    parameters: RestakingParameters
    /** What it rests on: csETH's token, and the layouts of beacon states. */
    cairn: Pick<Addresses, 'vault' | 'layouts'>
  }
}

type Service = { token: string; title: string }
