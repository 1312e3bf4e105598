import { getBlock } from 'viem/actions'
import type { CairnClient } from '../client.ts'

/** The first block from `from` on whose time isn't before `time`; the newest one if there is none. */
export async function blockAt(
  client: CairnClient,
  { time, from }: { time: bigint; from: bigint },
): Promise<{ number: bigint; timestamp: bigint }> {
  let newest = await getBlock(client)
  let [low, high] = [from, newest.number]
  while (low < high) {
    const blockNumber = (low + high) / 2n
    const block = await getBlock(client, { blockNumber })
    if (block.timestamp < time) low = blockNumber + 1n
    else [high, newest] = [blockNumber, block]
  }
  if (newest.number !== low) newest = await getBlock(client, { blockNumber: low })
  return { number: newest.number, timestamp: newest.timestamp }
}
