import {
  allocationManagerAbi,
  allocationManagerBytecode,
  delegationManagerAbi,
  delegationManagerBytecode,
  eigenPodAbi,
  eigenPodBytecode,
  eigenPodManagerAbi,
  eigenPodManagerBytecode,
  layoutsAbi,
  layoutsBytecode,
  pauserRegistryAbi,
  pauserRegistryBytecode,
  permissionControllerAbi,
  permissionControllerBytecode,
  priceOracleAbi,
  priceOracleBytecode,
  rewardsCoordinatorAbi,
  rewardsCoordinatorBytecode,
  serviceTokenAbi,
  serviceTokenBytecode,
  strategyBaseAbi,
  strategyBaseBytecode,
  strategyFactoryAbi,
  strategyFactoryBytecode,
  strategyManagerAbi,
  strategyManagerBytecode,
} from '@cairn/contracts/abi'
import { accounts, connectRpc, depositContract, installSystem, startAnvil } from '@cairn/devnet'
import {
  type Abi,
  type Address,
  createClient,
  createPublicClient,
  encodeDeployData,
  getContractAddress,
  type Hex,
  http,
  numberToHex,
  parseEther,
  toHex,
  zeroAddress,
} from 'viem'
import { sendTransaction, waitForTransactionReceipt, writeContract } from 'viem/actions'
import { foundry } from 'viem/chains'
import { beaconEtherStrategy, type RestakingDeployment, restakingActions } from '../../src/index.ts'

/** blocks */
export const delays = { withdrawal: 20, deallocation: 20, configuration: 30 }

export const day = 86_400

export type Layer = Awaited<ReturnType<typeof startLayer>>

/** The whole restaking layer on an execution layer of its own, with one token, its strategy and a price oracle. */
export async function startLayer() {
  const anvil = await startAnvil({ timestamp: 1_700_000_000 })
  const rpc = connectRpc(anvil.url)
  await installSystem(rpc)
  await rpc('evm_setAutomine', [true])

  const { deployer, curator, treasury } = accounts
  const shared = { chain: foundry, transport: http(anvil.url), pollingInterval: 20 } as const
  const publicClient = createPublicClient(shared)
  const wallet = createClient({ ...shared, account: deployer })

  const order = [
    ...(['pauserRegistry', 'permissionController', 'layouts', 'pod', 'eigenPodManager'] as const),
    ...([
      'strategyManager',
      'delegationManager',
      'allocationManager',
      'rewardsCoordinator',
    ] as const),
    ...(['strategy', 'strategyFactory', 'token'] as const),
  ]
  const at = (name: (typeof order)[number]) =>
    getContractAddress({ from: deployer.address, nonce: BigInt(order.indexOf(name)) })
  const create = async (abi: Abi, bytecode: Hex, args: readonly unknown[]): Promise<Address> => {
    const hash = await sendTransaction(wallet, { data: encodeDeployData({ abi, bytecode, args }) })
    const { contractAddress, status } = await waitForTransactionReceipt(wallet, { hash })
    if (status !== 'success') throw new Error(`A creation failed: ${hash}`)
    return contractAddress!
  }

  const registry = await create(pauserRegistryAbi, pauserRegistryBytecode, [
    [curator.address],
    curator.address,
  ])
  const permissionController = await create(
    permissionControllerAbi,
    permissionControllerBytecode,
    [],
  )
  const layouts = await create(layoutsAbi, layoutsBytecode, [
    1_700_000_000n,
    2_592_000n,
    curator.address,
    [],
  ])
  const pod = await create(eigenPodAbi, eigenPodBytecode, [
    {
      ethPOS: depositContract,
      eigenPodManager: at('eigenPodManager'),
      layouts,
      genesisTime: 1_700_000_000n,
      forceAfter: 7n * 86_400n,
    },
  ])
  const eigenPodManager = await create(eigenPodManagerAbi, eigenPodManagerBytecode, [
    {
      ethPOS: depositContract,
      delegationManager: at('delegationManager'),
      podImplementation: pod,
      pauserRegistry: registry,
      owner: curator.address,
      proofTimestampSetter: curator.address,
      pectraForkTimestamp: 1n,
    },
  ])
  const strategyManager = await create(strategyManagerAbi, strategyManagerBytecode, [
    at('delegationManager'),
    registry,
    at('strategyFactory'),
    curator.address,
    '1.0.0',
  ])
  const delegationManager = await create(delegationManagerAbi, delegationManagerBytecode, [
    {
      strategyManager,
      eigenPodManager,
      allocationManager: at('allocationManager'),
      permissionController,
      pauserRegistry: registry,
      minWithdrawalDelayBlocks: delays.withdrawal,
      version: '1.0.0',
    },
  ])
  const allocationManager = await create(allocationManagerAbi, allocationManagerBytecode, [
    delegationManager,
    zeroAddress,
    registry,
    permissionController,
    delays.deallocation,
    delays.configuration,
  ])
  const rewardsCoordinator = await create(rewardsCoordinatorAbi, rewardsCoordinatorBytecode, [
    {
      delegationManager,
      strategyManager,
      allocationManager,
      pauserRegistry: registry,
      permissionController,
      emissionsController: treasury.address,
      owner: curator.address,
      rewardsUpdater: curator.address,
      feeRecipient: treasury.address,
      activationDelay: 3_600,
      defaultSplitBips: 1_000,
      calculationIntervalSeconds: day,
      maxRewardsDuration: 730 * day,
      maxRetroactiveLength: 168 * day,
      maxFutureLength: 30 * day,
      genesisRewardsTimestamp: 19_600 * day,
    },
  ])
  const implementation = await create(strategyBaseAbi, strategyBaseBytecode, [
    strategyManager,
    registry,
  ])
  const strategyFactory = await create(strategyFactoryAbi, strategyFactoryBytecode, [
    strategyManager,
    implementation,
    registry,
    curator.address,
  ])
  const token = await create(serviceTokenAbi, serviceTokenBytecode, [
    'A token',
    'TOKEN',
    parseEther('1000000'),
  ])

  const { result: strategy, request } = await publicClient.simulateContract({
    address: strategyFactory,
    abi: strategyFactoryAbi,
    functionName: 'deployNewStrategy',
    args: [token],
    account: deployer,
  })
  await publicClient.waitForTransactionReceipt({ hash: await writeContract(wallet, request) })

  const oracle = await create(priceOracleAbi, priceOracleBytecode, [
    {
      allocationManager,
      rewardsCoordinator,
      strategies: [{ strategy, multiplier: 10n ** 18n }],
      redistributionRecipient: treasury.address,
      wadToSlash: 5n * 10n ** 17n,
      evidenceBlocks: 5,
      minimumStake: parseEther('1'),
      budget: parseEther('1000'),
      rewardsPerDay: parseEther('10'),
      tokenName: 'Oracle reward',
      tokenSymbol: 'ORC',
      metadataURI: '',
    },
    600n,
  ])

  // Says yes to everything: what an account without code needs to be a service.
  const registrar: Address = '0x00000000000000000000000000000000000000A1'
  await rpc('anvil_setCode', [registrar, '0x600160005260206000f3'])

  const deployment: RestakingDeployment = {
    strategyManager,
    delegationManager,
    allocationManager,
    eigenPodManager,
    rewardsCoordinator,
    permissionController,
    strategyFactory,
    pauserRegistry: registry,
    strategies: { TOKEN: strategy, ether: beaconEtherStrategy },
    avs: { oracle },
  }

  return {
    deployment,
    token,
    strategy,
    oracle,
    registrar,
    accounts,
    publicClient,
    rpcUrl: anvil.url,
    as: (name: keyof typeof accounts) =>
      createClient({ ...shared, account: accounts[name] }).extend(restakingActions(deployment)),
    async give(to: Address, amount: bigint) {
      const hash = await writeContract(wallet, {
        address: token,
        abi: serviceTokenAbi,
        functionName: 'transfer',
        args: [to, amount],
      })
      await publicClient.waitForTransactionReceipt({ hash })
    },
    /** Lets blocks pass, twelve seconds each. */
    mine: (blocks: number) => rpc('anvil_mine', [toHex(blocks), toHex(12)]),
    async setTime(seconds: number) {
      await rpc('evm_setNextBlockTimestamp', [numberToHex(seconds)])
      await rpc('anvil_mine', [toHex(1)])
    },
    async stop() {
      rpc.close()
      await anvil.stop()
    },
  }
}
