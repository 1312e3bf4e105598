import type { Address, Log } from 'viem'
import { getLogs } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import { blockAt } from './blockAt.ts'
import { ranges } from './logs.ts'
import { max } from './math.ts'

export type Gain = {
  /** wei, before the fee on what vests */
  gain: bigint
  /** parts in 10¹⁸ of all assets of now, as if for a year */
  perYear: bigint
}

const wad = 10n ** 18n
const year = 365n * 86_400n

/** What a gain of `seconds` is beside `assets`, as if it went on like that. */
export const gainIn =
  ({ seconds, assets }: { seconds: bigint; assets: bigint }) =>
  (gain: bigint): Gain => ({
    gain,
    perYear: (gain * year * wad) / (max(seconds, 1n) * max(assets, 1n)),
  })

/** Everything that the contracts said since a time, or since block `from`, if that is later. */
export async function logsSince(
  client: CairnClient,
  args: { address: Address[]; since: bigint; from: bigint; to: bigint },
): Promise<{ logs: Log[]; since: bigint }> {
  const { address, since } = args
  const first = await blockAt(client, { time: since, from: args.from })
  const logs: Log[] = []
  for (const { from, to } of ranges(first.number, args.to))
    logs.push(...(await getLogs(client, { address, fromBlock: from, toBlock: to })))
  // Blocks begin later than the time that was asked for where there were none before.
  return { logs, since: first.number === args.from ? max(since, first.timestamp) : since }
}

export function sum(list: readonly bigint[]): bigint {
  return list.reduce((all, it) => all + it, 0n)
}
