import { deployRestaking, devnetRestaking } from '@cairn/contracts'
import {
  iAllocationManagerAbi,
  iDelegationManagerAbi,
  iStrategyManagerAbi,
  serviceTokenAbi,
  serviceTokenBytecode,
} from '@cairn/contracts/abi'
import { devMnemonic } from '@cairn/devnet'
import {
  type Abi,
  type Address,
  encodeAbiParameters,
  encodeDeployData,
  encodeFunctionData,
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

export const period = 3_600n
export const fund: Address = '0x000000000000000000000000000000000000f0d0'

const wad = 10n ** 18n
const deployer = mnemonicToAccount(devMnemonic, { addressIndex: 5 })
const service = {
  wadToSlash: wad / 2n,
  evidenceBlocks: 10,
  minimumStake: wad,
  budget: parseEther('1000'),
  rewardsPerDay: parseEther('1'),
}
const network = { chainId: 31337, genesisTime: 1_700_000_000, depositContract: deployer.address }
const holders = {
  ...{ owner: deployer.address, pauser: deployer.address, rewardsUpdater: deployer.address },
  compensation: fund,
}
const parameters = {
  ...devnetRestaking(network, holders, 10),
  delays: { withdrawalBlocks: 50, deallocationBlocks: 50, configurationBlocks: 75 },
  oracle: { ...service, period: Number(period) },
  bridge: service,
}

/** The keys of operator `i`, of which there are five: one that has the stake, one that signs. */
export const accountOf = (i: number) => mnemonicToAccount(devMnemonic, { addressIndex: i })
export const signingKey = (i: number) => keccak256(toHex(`signing key ${i}`))
export const keyOf = (i: number) => privateKeyToAccount(signingKey(i))

/** The restaking layer with both services on it, whole, over a token; every transaction is a block. */
export async function startLayer(chain: Chain) {
  await chain.rpc('evm_setAutomine', [true])
  const { publicClient } = chain
  const walletOf = (account: LocalAccount) => clientsOf(chain, chain.rpc, account).walletClient

  async function transact(account: LocalAccount, transaction: { to?: Address; data: Hex }) {
    const hash = await walletOf(account).sendTransaction(transaction)
    return publicClient.waitForTransactionReceipt({ hash })
  }
  async function send(account: LocalAccount, { address, ...call }: Call) {
    const { status } = await transact(account, { to: address, data: encodeFunctionData(call) })
    if (status !== 'success') throw new Error(`${call.functionName} reverted`)
  }

  const data = encodeDeployData({
    abi: serviceTokenAbi,
    bytecode: serviceTokenBytecode,
    args: ['Staked', 'STK', parseEther('1000000')],
  })
  const token = (await transact(deployer, { data })).contractAddress!
  const { addresses } = await deployRestaking({
    publicClient,
    walletClient: walletOf(deployer),
    parameters,
    cairn: { vault: token, layouts: token },
  })
  const { strategyManager, allocationManager, delegationManager, rewardsCoordinator } = addresses
  const { oracle, bridge } = addresses.avs
  const held = addresses.strategies.csETH

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
      address: strategyManager,
      abi: iStrategyManagerAbi,
      functionName: 'depositIntoStrategy',
      args: [held, token, stake],
    })
    await send(account, {
      address: delegationManager,
      abi: iDelegationManagerAbi,
      functionName: 'registerAsOperator',
      args: [zeroAddress, 0, ''],
    })
    const sets = [oracle, bridge].map((avs) => ({
      operatorSet: { avs, id: 0 },
      strategies: [held],
      newMagnitudes: [wad / 2n],
    }))
    const allocations = { address: allocationManager, abi: iAllocationManagerAbi }
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
        address: allocationManager,
        abi: iAllocationManagerAbi,
        functionName: 'deregisterFromOperatorSets',
        args: [{ operator, avs, operatorSetIds: [0] }],
      })
  }

  return {
    oracle,
    bridge,
    strategy: held,
    strategyManager,
    allocationManager,
    rewardsCoordinator,
    balanceOf: (owner: Address) =>
      publicClient.readContract({
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
