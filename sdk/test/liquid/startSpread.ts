import {
  deploy,
  deployLiquid,
  deployRestaking,
  devnetLiquid,
  devnetRestaking,
  hoodi,
  usualDoor,
} from '@cairn/contracts'
import { iAllocationManagerAbi, spreadAbi } from '@cairn/contracts/abi'
import {
  accounts,
  connectRpc,
  depositContract,
  installSystem,
  type Name,
  startAnvil,
  weth,
} from '@cairn/devnet'
import {
  type Address,
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  http,
  numberToHex,
  toHex,
  zeroHash,
} from 'viem'
import { foundry } from 'viem/chains'
import {
  beaconEtherStrategy,
  cairnActions,
  liquidActions,
  restakingActions,
} from '../../src/index.ts'

/** Two accounts are services as well: they slash when they are told to. */
export const services = ['carol', 'dave'] as const satisfies readonly Name[]

/** blocks */
export const delays = { withdrawal: 28, reaction: 2, allocation: 28 + 1 + 2 }

export const operators = ['elm', 'fir', 'hazel'] as const satisfies readonly Name[]

export type SpreadWorld = Awaited<ReturnType<typeof startSpread>>

/** csETH, the restaking layer and crETH over both, on an execution layer of its own, with three operators and no keeper. */
export async function startSpread() {
  const anvil = await startAnvil()
  const rpc = connectRpc(anvil.url)
  await installSystem(rpc)
  await rpc('evm_setAutomine', [true])

  const { deployer, curator, treasury } = accounts
  const shared = { chain: foundry, transport: http(anvil.url), pollingInterval: 20 } as const
  const publicClient = createPublicClient(shared)
  const walletClient = createWalletClient({ ...shared, account: deployer })
  const edges = { publicClient, walletClient }
  const network = { ...hoodi.network, chainId: foundry.id, weth }

  const { addresses: cairn } = await deploy({ ...edges, parameters: { ...hoodi, network } })
  const { addresses: restaking } = await deployRestaking({
    ...edges,
    cairn,
    parameters: {
      ...devnetRestaking(
        { chainId: foundry.id, genesisTime: network.genesisTime, depositContract },
        {
          owner: curator.address,
          pauser: curator.address,
          rewardsUpdater: curator.address,
          compensation: treasury.address,
        },
        2,
      ),
      delays: {
        withdrawalBlocks: delays.withdrawal,
        deallocationBlocks: delays.withdrawal,
        configurationBlocks: 35,
      },
    },
  })
  const { addresses: liquid } = await deployLiquid({
    ...edges,
    under: { ...cairn, ...restaking },
    parameters: {
      ...devnetLiquid({
        chainId: foundry.id,
        depositContract,
        operators: operators.map((name) => accounts[name].address),
        services: services.map((name) => accounts[name].address),
        blocksPerDay: delays.reaction,
        holders: { beneficiary: treasury.address, starter: curator.address },
        tokens: [
          {
            symbol: 'csETH',
            token: cairn.vault,
            strategy: restaking.strategies.csETH,
            adapter: 'stakedEther',
            ...usualDoor,
          },
        ],
      }),
      stampFor: 4,
    },
  })
  const deployment = { ...cairn, restaking, liquid }

  const walletOf = (name: Name) => createWalletClient({ ...shared, account: accounts[name] })
  const restakingAs = (name: Name) => walletOf(name).extend(restakingActions(restaking))
  const send = async (name: Name, to: Address, data: Hex) => {
    const hash = await walletOf(name).sendTransaction({ to, data })
    const { status } = await publicClient.waitForTransactionReceipt({ hash })
    if (status !== 'success') throw new Error(`${name} sent ${hash}, which reverted`)
  }

  // Says yes to everything: what an account without code needs to be a service.
  const registrar: Address = '0x00000000000000000000000000000000000000A1'
  await rpc('anvil_setCode', [registrar, '0x600160005260206000f3'])
  const strategies = [beaconEtherStrategy, restaking.strategies.csETH].sort()
  for (const name of services) {
    const { address } = accounts[name]
    const sets = [{ operatorSetId: 0, strategies, slasher: address }] as const
    const abi = iAllocationManagerAbi
    for (const data of [
      encodeFunctionData({ abi, functionName: 'updateAVSMetadataURI', args: [address, name] }),
      encodeFunctionData({ abi, functionName: 'setAVSRegistrar', args: [address, registrar] }),
      encodeFunctionData({ abi, functionName: 'createOperatorSets', args: [address, sets] }),
    ])
      await send(name, restaking.allocationManager, data)
  }
  for (const [index, name] of operators.entries()) {
    await restakingAs(name).registerAsOperator({
      allocationDelay: delays.allocation,
      metadataURI: '',
    })
    const data = encodeFunctionData({
      abi: spreadAbi,
      functionName: 'delegate',
      args: [BigInt(index), { signature: '0x', expiry: 0n }, zeroHash],
    })
    await send('deployer', liquid.spread, data)
  }

  return {
    deployment,
    accounts,
    publicClient,
    rpcUrl: anvil.url,
    /** crETH's actions. */
    as: (name: Name) => walletOf(name).extend(liquidActions(deployment)),
    /** csETH's. */
    stakingAs: (name: Name) => walletOf(name).extend(cairnActions(cairn)),
    restakingAs,
    send,
    /** Lets blocks pass, twelve seconds each. */
    mine: (blocks: number) => rpc('anvil_mine', [toHex(blocks), toHex(12)]),
    /** Moves tokens of a contract, which would pay them by rules that are another test's. */
    async take({
      token,
      from,
      to,
      amount,
    }: Record<'token' | 'from' | 'to', Address> & { amount: bigint }) {
      await rpc('anvil_impersonateAccount', [from])
      await rpc('anvil_setBalance', [from, toHex(10n ** 18n)])
      const data = encodeFunctionData({
        abi: erc20Abi,
        functionName: 'transfer',
        args: [to, amount],
      })
      const hash = (await rpc('eth_sendTransaction', [{ from, to: token, data }])) as Hex
      await publicClient.waitForTransactionReceipt({ hash })
      await rpc('anvil_stopImpersonatingAccount', [from])
    },
    async pass(seconds: number) {
      const { timestamp } = await publicClient.getBlock()
      await rpc('evm_setNextBlockTimestamp', [numberToHex(timestamp + BigInt(seconds))])
      await rpc('anvil_mine', [toHex(1)])
    },
    async stop() {
      rpc.close()
      await anvil.stop()
    },
  }
}
