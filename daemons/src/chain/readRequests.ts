import { type PublicClient, parseEventLogs } from 'viem'
import type { Head } from '../runtime/index.ts'
import { type Addresses, validatorRegistryAbi } from './contracts.ts'

export type Requested = { id: number; amount: bigint; block: bigint }

/** Withdrawals that were asked for in the newest `blocks` blocks. `amount` in gwei, 0 for a full exit. */
export async function readRequests(
  client: PublicClient,
  { registry }: Addresses,
  head: Head,
  blocks: bigint,
): Promise<Requested[]> {
  const logs = await client.getLogs({
    address: registry,
    fromBlock: head.number > blocks ? head.number - blocks : 0n,
    toBlock: head.number,
  })
  return parseEventLogs({ abi: validatorRegistryAbi, eventName: 'WithdrawalRequested', logs }).map(
    ({ args, blockNumber }) => ({ id: Number(args.id), amount: args.amount, block: blockNumber }),
  )
}
