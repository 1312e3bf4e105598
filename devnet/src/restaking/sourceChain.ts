import { createPublicClient, custom, defineChain, type Hex, type PublicClient } from 'viem'
import { startAnvil } from '../anvil.ts'
import { type Block, secondsPerSlot, slotsPerEpoch } from '../lockstep.ts'

/** Another chain, whose blocks the bridge attests: nothing is on it but its blocks. */
export type SourceChain = {
  rpcUrl: string
  chainId: number
  publicClient: PublicClient
  /** Follows this world's time: a block an epoch. */
  follow(block: Pick<Block, 'timestamp'>): Promise<void>
  save(): Promise<Hex>
  stop(): Promise<void>
}

const chainId = 31_338
/** An epoch, as this world's blocks are when its time is moved fast. */
const secondsPerBlock = slotsPerEpoch * secondsPerSlot

export async function startSourceChain({
  genesisTime,
  saved,
  onFailure,
}: startSourceChain.Options): Promise<SourceChain> {
  const { rpc, url, ...anvil } = await startAnvil({ chainId, timestamp: genesisTime })
  anvil.onDeath((reason) => onFailure(new Error(`The bridge's source chain ended: ${reason}`)))
  if (saved) await rpc('anvil_loadState', [saved])

  const chain = defineChain({
    id: chainId,
    name: 'source chain',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [url] } },
  })
  const transport = custom({ request: ({ method, params }) => rpc(method, params) })
  const publicClient = createPublicClient({ chain, transport, cacheTime: 0 })
  let newest = Number((await publicClient.getBlock()).timestamp)

  return {
    rpcUrl: url,
    chainId,
    publicClient,
    async follow({ timestamp }) {
      if (timestamp - newest < secondsPerBlock) return
      await rpc('evm_setNextBlockTimestamp', [timestamp])
      await rpc('evm_mine')
      newest = timestamp
    },
    save: () => rpc<Hex>('anvil_dumpState'),
    stop: () => anvil.stop(),
  }
}

export declare namespace startSourceChain {
  type Options = {
    /** seconds */
    genesisTime: number
    saved?: Hex | undefined
    onFailure(error: Error): void
  }
}
