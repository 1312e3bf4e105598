import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  iAllocationManagerAbi,
  iDelegationManagerAbi,
  iStrategyFactoryAbi,
  iStrategyManagerAbi,
  serviceTokenAbi,
} from '@cairn/contracts/abi'
import { devMnemonic } from '@cairn/devnet'
import {
  type Abi,
  type Address,
  encodeAbiParameters,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  keccak256,
  type LocalAccount,
  parseEther,
  toHex,
  zeroAddress,
} from 'viem'
import { mnemonicToAccount, privateKeyToAccount } from 'viem/accounts'
import { clientsOf, type startChain } from './chain.ts'

type Call = { address: Address; abi: Abi; functionName: string; args: readonly unknown[] }
type Chain = Awaited<ReturnType<typeof startChain>>

/** blocks */
export const delays = { withdrawal: 50, deallocation: 50, configuration: 75 }
export const period = 3_600n
export const fund: Address = '0x000000000000000000000000000000000000f0d0'

const wad = 10n ** 18n
const deployer = mnemonicToAccount(devMnemonic, { addressIndex: 5 })

/** The keys of operator `i`, of which there are five: one that has the stake, one that signs. */
export const accountOf = (i: number) => mnemonicToAccount(devMnemonic, { addressIndex: i })
export const signingKey = (i: number) => keccak256(toHex(`signing key ${i}`))
export const keyOf = (i: number) => privateKeyToAccount(signingKey(i))

/** The restaking layer with both services on it, whole; every transaction is a block. */
export async function startLayer(chain: Chain) {
  await chain.rpc('evm_setAutomine', [true])
  const walletOf = (account: LocalAccount) => clientsOf(chain, chain.rpc, account).walletClient

  const from = deployer.address
  const nonce = await chain.publicClient.getTransactionCount({ address: from })
  const at = (i: number) => getContractAddress({ from, nonce: BigInt(nonce + i) })
  const [pauserRegistry, permissionController, strategy, factory, strategyManager] = [
    0, 1, 2, 3, 4,
  ].map(at)
  const [allocationManager, delegationManager, eigenPodManager, rewardsCoordinator] = [
    5, 6, 7, 8,
  ].map(at)
  async function transact(account: LocalAccount, transaction: { to?: Address; data: Hex }) {
    const hash = await walletOf(account).sendTransaction(transaction)
    return chain.publicClient.waitForTransactionReceipt({ hash })
  }
  async function deploy(name: string, args: readonly unknown[]) {
    const receipt = await transact(deployer, {
      data: encodeDeployData({ ...artifact(name), args }),
    })
    return receipt.contractAddress!
  }
  async function send(account: LocalAccount, { address, ...call }: Call) {
    const { status } = await transact(account, { to: address, data: encodeFunctionData(call) })
    if (status !== 'success') throw new Error(`${call.functionName} reverted`)
  }

  await deploy('PauserRegistry', [[from], from])
  await deploy('PermissionController', [])
  await deploy('StrategyBase', [strategyManager, pauserRegistry])
  await deploy('StrategyFactory', [strategyManager, strategy, pauserRegistry, from])
  await deploy('StrategyManager', [delegationManager, pauserRegistry, factory, from, '1.12.0'])
  const blocks = [delays.deallocation, delays.configuration]
  await deploy('AllocationManager', [
    delegationManager,
    zeroAddress,
    pauserRegistry,
    permissionController,
    ...blocks,
  ])
  const ground = { strategyManager, allocationManager, permissionController, pauserRegistry }
  await deploy('DelegationManager', [
    { ...ground, eigenPodManager, minWithdrawalDelayBlocks: delays.withdrawal, version: '1.12.0' },
  ])
  await deploy('EigenPodManager', [
    {
      ethPOS: from,
      delegationManager,
      podImplementation: from,
      pauserRegistry,
      owner: from,
      proofTimestampSetter: from,
      pectraForkTimestamp: 1n,
    },
  ])
  await deploy('RewardsCoordinator', [
    {
      ...ground,
      delegationManager,
      emissionsController: from,
      owner: from,
      rewardsUpdater: from,
      feeRecipient: from,
      activationDelay: 0,
      defaultSplitBips: 1_000,
      calculationIntervalSeconds: 86_400,
      maxRewardsDuration: 864_000,
      maxRetroactiveLength: 8_640_000,
      maxFutureLength: 2_592_000,
      genesisRewardsTimestamp: 0,
    },
  ])
  const token = await deploy('ServiceToken', ['Staked', 'STK', parseEther('1000000')])
  await send(deployer, {
    address: factory!,
    abi: iStrategyFactoryAbi,
    functionName: 'deployNewStrategy',
    args: [token],
  })
  const held = await chain.publicClient.readContract({
    address: factory!,
    abi: iStrategyFactoryAbi,
    functionName: 'deployedStrategies',
    args: [token],
  })

  const service = (tokenSymbol: string, redistributionRecipient: Address) => ({
    allocationManager,
    rewardsCoordinator,
    strategies: [{ strategy: held, multiplier: wad }],
    redistributionRecipient,
    wadToSlash: wad / 2n,
    evidenceBlocks: 10,
    minimumStake: wad,
    budget: parseEther('1000'),
    rewardsPerDay: parseEther('1'),
    tokenName: tokenSymbol,
    tokenSymbol,
    metadataURI: '',
  })
  const oracle = await deploy('PriceOracle', [service('PRICE', fund), period])
  const bridge = await deploy('BridgeAttester', [service('ROOT', zeroAddress)])

  /** Has operator `i` bring `stake` tokens, and put half of it at the disposal of each service, with its key. */
  async function enlist(i: number, stake: bigint) {
    const account = accountOf(i)
    const operator = account.address
    await send(deployer, {
      address: token,
      abi: serviceTokenAbi,
      functionName: 'transfer',
      args: [operator, stake],
    })
    await send(account, {
      address: token,
      abi: serviceTokenAbi,
      functionName: 'approve',
      args: [strategyManager, stake],
    })
    await send(account, {
      address: strategyManager!,
      abi: iStrategyManagerAbi,
      functionName: 'depositIntoStrategy',
      args: [held, token, stake],
    })
    await send(account, {
      address: delegationManager!,
      abi: iDelegationManagerAbi,
      functionName: 'registerAsOperator',
      args: [zeroAddress, 0, ''],
    })
    const sets = [oracle, bridge].map((avs) => ({
      operatorSet: { avs, id: 0 },
      strategies: [held],
      newMagnitudes: [wad / 2n],
    }))
    const allocations = { address: allocationManager!, abi: iAllocationManagerAbi }
    await send(account, {
      ...allocations,
      functionName: 'modifyAllocations',
      args: [operator, sets],
    })
    for (const [avs, name] of [
      [oracle, 'Cairn Price Oracle'],
      [bridge, 'Cairn Bridge Attester'],
    ] as const) {
      const key = keyOf(i)
      const signature = await key.signTypedData({
        domain: { name, version: '1', chainId: 31337, verifyingContract: avs },
        types: { Key: ['operator', 'key'].map((name) => ({ name, type: 'address' })) },
        primaryType: 'Key',
        message: { operator, key: key.address },
      })
      const data = encodeAbiParameters(
        [{ type: 'address' }, { type: 'bytes' }],
        [key.address, signature],
      )
      const args = [operator, { avs, operatorSetIds: [0], data }]
      await send(account, { ...allocations, functionName: 'registerForOperatorSets', args })
    }
  }

  /** Has operator `i` leave both services. */
  async function retire(i: number) {
    const operator = accountOf(i).address
    for (const avs of [oracle, bridge])
      await send(accountOf(i), {
        address: allocationManager!,
        abi: iAllocationManagerAbi,
        functionName: 'deregisterFromOperatorSets',
        args: [{ operator, avs, operatorSetIds: [0] }],
      })
  }

  return {
    ...{
      oracle,
      bridge,
      strategy: held,
      strategyManager: strategyManager!,
      rewardsCoordinator: rewardsCoordinator!,
    },
    allocationManager: allocationManager!,
    delegationManager: delegationManager!,
    balanceOf: (owner: Address) =>
      chain.publicClient.readContract({
        address: token,
        abi: serviceTokenAbi,
        functionName: 'balanceOf',
        args: [owner],
      }),
    enlist,
    retire,
    send,
  }
}

export type Layer = Awaited<ReturnType<typeof startLayer>>

function artifact(name: string): { abi: Abi; bytecode: Hex } {
  const path = new URL(`../../contracts/out/${name}.sol/${name}.json`, import.meta.url)
  const { abi, bytecode } = JSON.parse(readFileSync(fileURLToPath(path), 'utf8'))
  return { abi, bytecode: bytecode.object }
}
