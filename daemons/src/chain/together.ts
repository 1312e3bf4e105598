import type { PublicClient } from 'viem'

/** The block that a reading is of. */
export type At = { blockNumber: bigint } | { blockTag: 'latest' }

export const at = ({ number }: { number: bigint }): At => ({ blockNumber: number })

/** For `multicall`: all of it in one call of one block. Where no Multicall3 is known, the call brings it along. */
export function together(client: PublicClient, at: At) {
  const deployless = client.chain?.contracts?.multicall3 === undefined
  return { allowFailure: false, batchSize: 0, deployless, ...at } as const
}
