import {
  BeaconChain,
  type BeaconSource,
  BeaconClient,
  type GenesisValidator,
  interopValidators,
  serveBeaconApi,
} from '@cairn/beacon'
import {
  type Chain,
  createPublicClient,
  createWalletClient,
  custom,
  defineChain,
  type Hex,
  type LocalAccount,
  type PublicClient,
  type Transport,
  type WalletClient,
} from 'viem'
import { accounts, type Name } from './accounts.ts'
import { startAnvil } from './anvil.ts'
import { Lockstep } from './lockstep.ts'
import type { Rpc } from './rpc.ts'
import { installSystem, multicall3 } from './system.ts'

export type Signing = WalletClient<Transport, Chain, LocalAccount>

/** The two layers of a world, in step, with nothing of ours on them. */
export type Layers = {
  chain: Chain
  rpcUrl: string
  beaconUrl: string
  rpc: Rpc
  publicClient: PublicClient
  /** Signs with the account's own key. */
  wallet(name: Name): Signing
  /** The consensus layer itself. Everything but tests reads it through `beaconUrl`. */
  beacon: BeaconChain
  /** The same through its HTTP API. */
  beaconApi: BeaconSource
  lockstep: Lockstep
  save(): Promise<SavedLayers>
  stop(): Promise<void>
}

export type SavedLayers = { execution: Hex; beacon: Uint8Array }

export const chainId = 31337

/** What the rest of the network holds: enough that yields are of a plausible order, few enough that time runs fast. */
const background = { count: 128, balance: 2_048_000_000_000n }
const elsewhere: Hex = `0x${'e1'.repeat(20)}`

export async function startLayers({
  genesisTime,
  validators = background.count,
  others = [],
  verify = false,
  pace,
  ports = {},
  saved,
  onFailure,
  onProgress = () => {},
}: startLayers.Options): Promise<Layers> {
  const closers: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }

  try {
    onProgress('execution layer: anvil, with the contracts that every network has')
    const anvil = await startAnvil({ port: ports.execution, chainId, timestamp: genesisTime })
    const { rpc, url } = anvil
    closers.push(() => anvil.stop())
    anvil.onDeath((reason) => onFailure(new Error(reason)))
    if (saved) await rpc('anvil_loadState', [saved.execution])
    else await installSystem(rpc)

    const count = validators + others.length
    onProgress(`consensus layer: ${count} validators of others, with real states and signatures`)
    const beacon = saved
      ? BeaconChain.load(saved.beacon, { verify })
      : BeaconChain.create({
          validators: [
            ...interopValidators(validators, {
              balance: background.balance,
              withdrawalAddress: elsewhere,
            }),
            ...others,
          ],
          genesisTime,
          executionBlockHash: await hashOfGenesis(rpc),
          verify,
        })
    const api = await serveBeaconApi(beacon, { port: ports.beacon })
    closers.push(() => api.close())

    const lockstep = new Lockstep(rpc, beacon)
    await lockstep.start()
    // Of the states from before, the head's is there: with one more block it is the one that the newest root anchors.
    if (saved) await lockstep.take()
    lockstep.watch({ idleMs: pace, onError: (error) => onFailure(error as Error) })
    closers.push(() => lockstep.stop())

    const chain = defineChain({
      id: chainId,
      name: 'Cairn devnet',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [url] } },
      contracts: { multicall3: { address: multicall3 } },
    })
    // The same endpoint as everyone's, over connections that stay: `fetch` would be most of the work of fast time.
    // Whoever reads the beacon chain in this process finds in it what a receipt tells of: so a history can be told again.
    const transport = custom({
      async request({ method, params }) {
        const result = await rpc(method, params)
        if (method === 'eth_getTransactionReceipt' && result) await lockstep.settled()
        return result
      },
    })
    const shared = { chain, transport, pollingInterval: 20, cacheTime: 0 }

    return {
      chain,
      rpcUrl: url,
      beaconUrl: api.url,
      rpc,
      publicClient: createPublicClient(shared),
      wallet: (name) => createWalletClient({ ...shared, account: accounts[name] as LocalAccount }),
      beacon,
      beaconApi: new BeaconClient({ url: api.url }),
      lockstep,
      save: () =>
        lockstep.rest(async () => ({
          execution: await rpc<Hex>('anvil_dumpState'),
          beacon: beacon.save(),
        })),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

export declare namespace startLayers {
  type Options = {
    /** seconds */
    genesisTime: number
    /** How many validators of others the network has, 2,048 ETH each. */
    validators?: number
    /** More validators of others. */
    others?: GenesisValidator[]
    /** Whether the beacon chain verifies every signature, as a node does. Half as fast. */
    verify?: boolean
    /** Wall-clock ms after which a slot comes without a transaction. Never, if left out. */
    pace?: number
    /** Free ones, if left out. */
    ports?: { execution?: number; beacon?: number }
    /** Goes on from there instead of at a genesis. */
    saved?: SavedLayers
    /** Called if the layers can't go on by themselves. */
    onFailure(error: Error): void
    onProgress?(line: string): void
  }
}

async function hashOfGenesis(rpc: Rpc): Promise<Hex> {
  return (await rpc<{ hash: Hex }>('eth_getBlockByNumber', ['0x0', false])).hash
}
