import type { Address } from 'viem'
import { at, type LiquidAddresses, rewardAuctionAbi, together } from '../chain/index.ts'
import { lotReader } from '../restaker/readLots.ts'
import {
  createSigner,
  type Daemon,
  type DaemonSettings,
  edges,
  type Head,
  prepare,
  type Sending,
  toDaemon,
  work,
} from '../runtime/index.ts'
import { type Bids, type Offer, planBids, type Step } from './plan.ts'

type Block = { number: bigint; timestamp: bigint }

/** Buys reward tokens of crETH's for ether, when their falling price has come down to what its owner would pay. */
export function createBidder(settings: createBidder.Settings): Daemon {
  const { publicClient, walletClient, addresses, bids } = settings
  const { reserve = 10n ** 17n, fromBlock = 0n, ...sending } = settings.options ?? {}
  const { clock, log, metrics } = edges(settings)

  const name = 'bidder'
  const signer = createSigner({ name, publicClient, walletClient, clock, log, metrics, ...sending })
  const auction = { address: addresses.auction, abi: rewardAuctionAbi } as const
  const readLots = lotReader(publicClient, addresses, fromBlock)

  async function tick(signal: AbortSignal) {
    if ((await plan(await publicClient.getBlock())).length > 0) await advance(signal)
  }

  async function plan(head: Block): Promise<Step[]> {
    const running = (await readLots(head)).filter(({ endsAt }) => endsAt >= head.timestamp)
    if (running.length === 0) return []
    const prices = await client(head, running)
    const offers = running.flatMap(({ token, unsold }, i): Offer[] => {
      const price = prices[i]!.result
      return price === undefined ? [] : [{ token, units: unsold, price }]
    })
    const balance = await publicClient.getBalance({
      address: signer.address,
      blockNumber: head.number,
    })
    return planBids(offers, bids, balance > reserve ? balance - reserve : 0n)
  }

  function client(head: Block, lots: readonly { token: Address }[]) {
    return publicClient.multicall({
      contracts: lots.map(
        ({ token }) => ({ ...auction, functionName: 'priceOf', args: [token] }) as const,
      ),
      ...together(publicClient, at(head)),
      allowFailure: true,
    })
  }

  async function advance(signal: AbortSignal) {
    const perform = (head: Head, { token, units, value }: Step) =>
      prepare(publicClient, head, {
        duty: 'buy',
        by: signer,
        ...auction,
        functionName: 'buy',
        // The price only falls until it is included, and what is too much comes back; somebody may have left less.
        args: [token, units, 1n, signer.address],
        value,
      })
    await work({ signer, log, plan, perform, halve: () => undefined, signal })
  }

  return toDaemon({ name, tick })
}

export declare namespace createBidder {
  type Settings = Omit<DaemonSettings<Pick<LiquidAddresses, 'auction'>, never>, 'beacon'> & {
    bids: Bids
    options?: Options
  }
  type Options = Sending & {
    /** wei that it keeps, to pay for gas */
    reserve?: bigint
    /** of the auction's deployment */
    fromBlock?: bigint
  }
}
