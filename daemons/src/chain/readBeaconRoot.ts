import { type Hex, numberToHex, type PublicClient } from 'viem'
import type { Head } from '../runtime/index.ts'
import { beaconRoots } from './contracts.ts'

/** The root that EIP-4788 gives for the block at `timestamp`: its parent's beacon block. */
export async function readBeaconRoot(client: PublicClient, head: Head, timestamp: bigint) {
  const { data } = await client.call({
    to: beaconRoots,
    data: numberToHex(timestamp, { size: 32 }),
    blockNumber: head.number,
  })
  return data as Hex
}
