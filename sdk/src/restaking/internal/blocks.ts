import { getBlock } from 'viem/actions'
import type { CairnClient } from '../../client.ts'
import { min } from '../../internal/math.ts'

// Long enough to even out missed slots, short enough to follow a devnet whose pace was changed.
const span = 64n

/** The newest block, and when a later one may be expected. Delays of the restaking layer are counted in blocks. */
export type Blocks = {
  number: bigint
  /** seconds: the newest block's time */
  now: bigint
  /** seconds: the time of block `number` if blocks keep coming at the pace of the last 64. */
  timeOf(number: bigint): bigint
}

export async function readBlocks(client: CairnClient): Promise<Blocks> {
  const head = await getBlock(client)
  const back = min(span, head.number)
  const earlier = await getBlock(client, { blockNumber: head.number - back })
  const elapsed = head.timestamp - earlier.timestamp

  const { number, timestamp: now } = head
  return {
    number,
    now,
    timeOf: (later) => (back === 0n ? now : now + ((later - number) * elapsed) / back),
  }
}
