import { deployRestaking, devnetRestaking } from '@cairn/contracts'
import {
  layoutsAbi,
  layoutsBytecode,
  serviceTokenAbi,
  serviceTokenBytecode,
} from '@cairn/contracts/abi'
import {
  accounts,
  connectRpc,
  depositContract,
  installSystem,
  type Name,
  startAnvil,
} from '@cairn/devnet'
import {
  type Abi,
  type Address,
  createPublicClient,
  createWalletClient,
  type Hex,
  http,
  numberToHex,
  parseEther,
  toHex,
} from 'viem'
import { foundry } from 'viem/chains'
import { restakingActions } from '../../src/index.ts'

/** blocks */
export const delays = { withdrawal: 28, deallocation: 28, configuration: 35 }

export const day = 86_400

// A midnight, so that days begin with the world.
export const start = 19_700 * day

export type Layer = Awaited<ReturnType<typeof startLayer>>

/** The restaking layer on an execution layer of its own, with a token where csETH would be, and both services. */
export async function startLayer() {
  const anvil = await startAnvil({ timestamp: start })
  const rpc = connectRpc(anvil.url)
  await installSystem(rpc)
  await rpc('evm_setAutomine', [true])

  const { deployer, curator, treasury } = accounts
  const shared = { chain: foundry, transport: http(anvil.url), pollingInterval: 20 } as const
  const publicClient = createPublicClient(shared)
  const walletClient = createWalletClient({ ...shared, account: deployer })
  const create = async (abi: Abi, bytecode: Hex, args: readonly unknown[]): Promise<Address> => {
    const hash = await walletClient.deployContract({ abi, bytecode, args })
    const { contractAddress } = await publicClient.waitForTransactionReceipt({ hash })
    return contractAddress!
  }

  const genesisTime = start
  const layouts = await create(layoutsAbi, layoutsBytecode, [
    BigInt(genesisTime),
    2_592_000n,
    curator.address,
    [],
  ])
  const token = await create(serviceTokenAbi, serviceTokenBytecode, [
    'A token',
    'TOKEN',
    parseEther('1000000'),
  ])
  const { addresses } = await deployRestaking({
    publicClient,
    walletClient,
    cairn: { vault: token, layouts },
    parameters: devnetRestaking(
      { chainId: foundry.id, genesisTime, depositContract },
      {
        owner: curator.address,
        pauser: curator.address,
        rewardsUpdater: curator.address,
        compensation: treasury.address,
      },
      2,
    ),
  })

  // Says yes to everything: what an account without code needs to be a service.
  const registrar: Address = '0x00000000000000000000000000000000000000A1'
  await rpc('anvil_setCode', [registrar, '0x600160005260206000f3'])

  return {
    deployment: addresses,
    token,
    strategy: addresses.strategies.csETH,
    registrar,
    accounts,
    publicClient,
    rpcUrl: anvil.url,
    as: (name: Name) =>
      createWalletClient({ ...shared, account: accounts[name] }).extend(
        restakingActions(addresses),
      ),
    async give(to: Address, amount: bigint) {
      const hash = await walletClient.writeContract({
        address: token,
        abi: serviceTokenAbi,
        functionName: 'transfer',
        args: [to, amount],
      })
      await publicClient.waitForTransactionReceipt({ hash })
    },
    /** Lets blocks pass, twelve seconds each. */
    mine: (blocks: number) => rpc('anvil_mine', [toHex(blocks), toHex(12)]),
    /** The time of the next block. */
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
