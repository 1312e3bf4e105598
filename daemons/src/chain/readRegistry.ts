import type { PublicClient } from 'viem'
import type { Head } from '../runtime/index.ts'
import { type Addresses, validatorRegistryAbi } from './contracts.ts'

export type Registry = Awaited<ReturnType<typeof readRegistry>>
export type Checkpoint = Registry['checkpoint']
export type Flight = Registry['flights'][number]
export type Validator = Awaited<ReturnType<typeof readValidators>>[number]

export const status = { none: 0, registered: 1, proven: 2, retired: 3 } as const

/** The registry as of the head, without its validators. */
export async function readRegistry(client: PublicClient, { registry }: Addresses, head: Head) {
  const call = { address: registry, abi: validatorRegistryAbi } as const
  const [checkpoint, dueAt, flights, count, withdrawing] = await client.multicall({
    contracts: [
      { ...call, functionName: 'checkpoint' },
      { ...call, functionName: 'dueAt' },
      { ...call, functionName: 'flights' },
      { ...call, functionName: 'validatorCount' },
      { ...call, functionName: 'withdrawing' },
    ],
    allowFailure: false,
    deployless: true,
    blockNumber: head.number,
  })
  return { checkpoint, dueAt, flights, count: Number(count), withdrawing }
}

/** Every validator's record, with its id. */
export async function readValidators(
  client: PublicClient,
  { registry }: Addresses,
  head: Head,
  count: number,
) {
  const ids = Array.from({ length: count }, (_, id) => id)
  const records = []
  for (let first = 0; first < count; first += page)
    records.push(
      ...(await client.multicall({
        contracts: ids.slice(first, first + page).map(
          (id) =>
            ({
              address: registry,
              abi: validatorRegistryAbi,
              functionName: 'validatorOf',
              args: [BigInt(id)],
            }) as const,
        ),
        allowFailure: false,
        deployless: true,
        blockNumber: head.number,
        batchSize: 0,
      })),
    )
  return records.map((record, id) => ({ id, ...record }))
}

// Each record costs a node some 15,000 gas; nodes give a call 50 million.
const page = 1_000
