import { type Anvil, accounts, startAnvil } from '@cairn/devnet'
import {
  createPublicClient,
  createWalletClient,
  custom,
  defineChain,
  type LocalAccount,
  type PublicClient,
  parseEther,
} from 'viem'
import type { Clock } from '../src/index.ts'

/** An execution layer that mines when it is told to. */
export async function startChain() {
  const anvil = await startAnvil({ timestamp: 1_700_000_000 })
  return { ...anvil, ...clientsOf(anvil), mine: () => anvil.rpc('evm_mine') }
}

/** Clients of one key. `request` may come in between. */
export function clientsOf(
  anvil: Pick<Anvil, 'rpc' | 'url'>,
  request: Request = anvil.rpc,
  account: LocalAccount = accounts.prover,
) {
  const chain = defineChain({
    id: 31337,
    name: 'test',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [anvil.url] } },
  })
  const transport = custom(
    { request: ({ method, params }) => request(method, params) },
    { retryCount: 0 },
  )
  return {
    publicClient: createPublicClient({ chain, transport, cacheTime: 0 }) as PublicClient,
    walletClient: createWalletClient({
      account,
      chain,
      transport,
      cacheTime: 0,
    }),
  }
}

export type Request = (method: string, params?: readonly unknown[]) => Promise<unknown>

/** A clock that only moves by sleeping, and tells when somebody sleeps. */
export function testClock(onSleep: (now: number) => unknown = () => {}): Clock {
  let now = 0
  return {
    now: () => now,
    async sleep(seconds, signal) {
      signal?.throwIfAborted()
      now += seconds
      await onSleep(now)
    },
  }
}

export const oneEther = parseEther('1')
