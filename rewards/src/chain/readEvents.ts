import type { Log, PublicClient } from 'viem'
import type { RewardEvent } from '../history/events.ts'
import type { Addresses } from './addresses.ts'
import { decode } from './decode.ts'

/** What the chain has told up to `head`, in its order. What happened up to `settledAt` (seconds since 1970) is there to stay. */
export type Reading = {
  events: RewardEvent[]
  head: { number: bigint; time: number }
  settledAt: number
}

/**
 * Reads what rewards depend on. It remembers what it has read, but for the newest blocks, which may be replaced; forgetting costs
 * nothing but reading it again.
 */
export function trackEvents({
  publicClient,
  addresses,
  fromBlock,
}: trackEvents.Options): () => Promise<Reading> {
  const settled: RewardEvent[] = []
  const times = new Map<bigint, number>()
  let next = fromBlock

  return async function readEvents() {
    const { number, timestamp } = await publicClient.getBlock({ blockTag: 'latest' })
    const head = { number, time: Number(timestamp) }

    const events = await Promise.all((await readLogs(next, number)).map(toEvents)).then((all) =>
      all.flat(),
    )
    const safe = number - reorg
    const all = [...settled, ...events]
    settled.push(...events.filter(({ block }) => block <= safe))
    if (safe >= next) next = safe + 1n

    return {
      events: await Promise.all(all.map((event) => withEffectTime(event, head))),
      head,
      settledAt: safe > 0n ? await timeOf(safe) : 0,
    }
  }

  async function readLogs(from: bigint, to: bigint) {
    const logs: Log<bigint, number, false>[] = []
    for (let first = from; first <= to; first += span)
      logs.push(
        ...(await publicClient.getLogs({
          address: Object.values(addresses),
          fromBlock: first,
          toBlock: first + span - 1n < to ? first + span - 1n : to,
        })),
      )
    return logs
  }

  async function toEvents(log: Log<bigint, number, false>): Promise<RewardEvent[]> {
    const told = decode(log)
    if (told.length === 0) return []
    const { blockNumber: block, logIndex } = log
    const time = log.blockTimestamp ? Number(log.blockTimestamp) : await timeOf(block)
    return told.map((happening) => ({ ...happening, block, logIndex, time }))
  }

  async function withEffectTime(event: RewardEvent, head: Reading['head']): Promise<RewardEvent> {
    if (event.type !== 'allocation' || event.effectTime !== undefined) return event
    if (event.effectBlock > head.number) return event
    const isNow = event.effectBlock === event.block
    return { ...event, effectTime: isNow ? event.time : await timeOf(event.effectBlock) }
  }

  async function timeOf(block: bigint) {
    const known = times.get(block)
    if (known !== undefined) return known
    const { timestamp } = await publicClient.getBlock({ blockNumber: block })
    // A replaced block may have had another time.
    if (block < next) times.set(block, Number(timestamp))
    return Number(timestamp)
  }
}

export declare namespace trackEvents {
  type Options = {
    publicClient: PublicClient
    addresses: Addresses
    /** the first of the contracts' blocks */
    fromBlock: bigint
  }
}

// Public endpoints answer some ten thousand blocks at a time.
const span = 10_000n

// The newest blocks are read again, in case they were replaced.
const reorg = 64n
