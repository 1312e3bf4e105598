import { deploy, deployRestaking, devnetRestaking, hoodi } from '@cairn/contracts'
import {
  allocationManagerAbi,
  delegationManagerAbi,
  rewardsCoordinatorAbi,
  serviceTokenAbi,
  serviceTokenBytecode,
  stakedEtherAbi,
  strategyManagerAbi,
} from '@cairn/contracts/abi'
import { depositContract, devMnemonic, installSystem, startAnvil } from '@cairn/devnet'
import {
  type Abi,
  type Address,
  createPublicClient,
  createWalletClient,
  defineChain,
  encodeFunctionData,
  erc20Abi,
  http,
  maxUint256,
  parseEther,
  type TestActions,
  testActions,
  zeroAddress,
} from 'viem'
import { mnemonicToAccount } from 'viem/accounts'

const chainId = 31_341

// Says yes to every operator and every service: `mstore(0, 1) return(0, 32)`.
const registrarCode = '0x600160005260206000f3'
const registrar: Address = '0x00000000000000000000000000000000000ca111'

/** 2027-01-15, noon. */
export const noon = 1_800_014_400

/** A restaking layer on a chain of its own, and short words for what people do with it. */
export async function startLayer() {
  const anvil = await startAnvil({ chainId, timestamp: noon })
  const chain = defineChain({
    id: chainId,
    name: 'scratch',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [anvil.url] } },
  })
  const shared = { chain, transport: http(), pollingInterval: 20, cacheTime: 0 }
  const publicClient = createPublicClient(shared)
  const test: TestActions = createPublicClient(shared).extend(testActions({ mode: 'anvil' }))
  const wallet = (index: number) =>
    createWalletClient({
      ...shared,
      account: mnemonicToAccount(devMnemonic, { addressIndex: index }),
    })

  await installSystem(anvil.rpc)
  await anvil.rpc('evm_setAutomine', [true])
  await test.setCode({ address: registrar, bytecode: registrarCode })
  const [deployer, avs] = [wallet(0), wallet(1)]
  const rewardToken = await createToken(avs)
  const edges = { publicClient, walletClient: deployer }
  const { addresses: cairn } = await deploy({
    ...edges,
    parameters: { ...hoodi, network: { ...hoodi.network, chainId } },
  })
  const fromBlock = await publicClient.getBlockNumber()
  const { addresses } = await deployRestaking({
    ...edges,
    cairn,
    parameters: devnetRestaking(
      { chainId, genesisTime: hoodi.network.genesisTime, depositContract },
      {
        owner: 'deployer',
        pauser: 'deployer',
        rewardsUpdater: 'deployer',
        compensation: 'deployer',
      },
      10,
    ),
  })
  const { strategies, avs: _services, ...core } = addresses
  const strategy = strategies.csETH
  const set = { avs: avs.account.address, id: 7 }

  return {
    anvil,
    publicClient,
    wallet,
    fromBlock,
    addresses: {
      delegationManager: core.delegationManager,
      strategyManager: core.strategyManager,
      allocationManager: core.allocationManager,
      eigenPodManager: core.eigenPodManager,
      rewardsCoordinator: core.rewardsCoordinator,
    },
    avs,
    set,
    strategy,
    rewardToken,

    /** Moves the chain to `time`, seconds since 1970. */
    async until(time: number) {
      await test.setNextBlockTimestamp({ timestamp: BigInt(time) })
      await test.mine({ blocks: 1 })
    },
    mine: (blocks: number) => test.mine({ blocks }),
    now: async () => Number((await publicClient.getBlock()).timestamp),

    async makeSet() {
      const admin = avs.account.address
      const allocation = { address: core.allocationManager, abi: allocationManagerAbi }
      await call(avs, { ...allocation, functionName: 'updateAVSMetadataURI', args: [admin, ''] })
      await call(avs, { ...allocation, functionName: 'setAVSRegistrar', args: [admin, registrar] })
      const params = [{ operatorSetId: set.id, strategies: [strategy], slasher: admin }]
      await call(avs, { ...allocation, functionName: 'createOperatorSets', args: [admin, params] })
      const approval = [core.rewardsCoordinator, maxUint256]
      await call(avs, {
        address: rewardToken,
        abi: erc20Abi,
        functionName: 'approve',
        args: approval,
      })
    },

    async join(who: Wallet, magnitude: bigint) {
      const { address } = who.account
      const delegation = { address: core.delegationManager, abi: delegationManagerAbi }
      const args = [zeroAddress, 0, '']
      await call(who, { ...delegation, functionName: 'registerAsOperator', args })
      const allocation = { address: core.allocationManager, abi: allocationManagerAbi }
      const params = { avs: set.avs, operatorSetIds: [set.id], data: '0x' }
      await call(who, {
        ...allocation,
        functionName: 'registerForOperatorSets',
        args: [address, params],
      })
      const allocations = [{ operatorSet: set, strategies: [strategy], newMagnitudes: [magnitude] }]
      await call(who, {
        ...allocation,
        functionName: 'modifyAllocations',
        args: [address, allocations],
      })
    },

    async leave(who: Wallet) {
      const params = { operator: who.account.address, avs: set.avs, operatorSetIds: [set.id] }
      const allocation = { address: core.allocationManager, abi: allocationManagerAbi }
      await call(who, { ...allocation, functionName: 'deregisterFromOperatorSets', args: [params] })
    },

    async stake(who: Wallet, amount: bigint, operator?: Wallet) {
      const shares = { address: cairn.vault, abi: stakedEtherAbi }
      const { address } = who.account
      await call(who, { ...shares, functionName: 'depositETH', args: [address], value: amount })
      const approval = [core.strategyManager, amount]
      await call(who, { ...shares, functionName: 'approve', args: approval })
      await call(who, {
        address: core.strategyManager,
        abi: strategyManagerAbi,
        functionName: 'depositIntoStrategy',
        args: [strategy, cairn.vault, amount],
      })
      if (!operator) return
      await call(who, {
        address: core.delegationManager,
        abi: delegationManagerAbi,
        functionName: 'delegateTo',
        args: [operator.account.address, { signature: '0x', expiry: 0n }, `0x${'00'.repeat(32)}`],
      })
    },

    async queue(who: Wallet, depositShares: bigint) {
      const params = {
        strategies: [strategy],
        depositShares: [depositShares],
        deprecatedWithdrawer: who.account.address,
      }
      const delegation = { address: core.delegationManager, abi: delegationManagerAbi }
      await call(who, { ...delegation, functionName: 'queueWithdrawals', args: [[params]] })
    },

    async slash(who: Wallet, wad: bigint) {
      const params = {
        operator: who.account.address,
        operatorSetId: set.id,
        strategies: [strategy],
        wadsToSlash: [wad],
        description: '',
      }
      const allocation = { address: core.allocationManager, abi: allocationManagerAbi }
      await call(avs, { ...allocation, functionName: 'slashOperator', args: [set.avs, params] })
    },

    /** What counts is the strategy's shares. `start` is a midnight, seconds since 1970. */
    submission: (amount: bigint, start: number, days: number) => ({
      strategiesAndMultipliers: [{ strategy, multiplier: 10n ** 18n }],
      token: rewardToken,
      amount,
      startTimestamp: start,
      duration: days * 86_400,
    }),

    coordinate(who: Wallet, functionName: string, args: readonly unknown[]) {
      const coordinator = { address: core.rewardsCoordinator, abi: rewardsCoordinatorAbi }
      return call(who, { ...coordinator, functionName, args })
    },

    rewardsOf: (address: Address) =>
      publicClient.readContract({
        address: rewardToken,
        abi: erc20Abi,
        functionName: 'balanceOf',
        args: [address],
      }),

    stop: () => anvil.stop(),
  }

  async function createToken(owner: Wallet) {
    const hash = await owner.deployContract({
      abi: serviceTokenAbi,
      bytecode: serviceTokenBytecode,
      args: ['Token', 'TKN', parseEther('1000000')],
    })
    return (await publicClient.waitForTransactionReceipt({ hash })).contractAddress!
  }

  async function call(who: Wallet, { address, abi, functionName, args, value }: Call) {
    const data = encodeFunctionData({ abi, functionName, args })
    const hash = await who.sendTransaction({ to: address, data, value })
    const { status } = await publicClient.waitForTransactionReceipt({ hash })
    if (status !== 'success') throw new Error(`${functionName} reverted in ${hash}`)
  }

  type Wallet = ReturnType<typeof wallet>
  type Call = {
    address: Address
    abi: Abi
    functionName: string
    args: readonly unknown[]
    value?: bigint
  }
}

export type Layer = Awaited<ReturnType<typeof startLayer>>
