import type { PublicClient } from 'viem'
import { type Addresses, validatorRegistryAbi } from './contracts.ts'
import { type At, together } from './together.ts'

export type Validator = Awaited<ReturnType<typeof readValidators>>[number]

export const status = { none: 0, registered: 1, proven: 2, retired: 3 } as const

/** Every validator's record, with its id. */
export async function readValidators(
  client: PublicClient,
  { registry: address }: Addresses,
  at: At,
  count: number,
) {
  const read = { address, abi: validatorRegistryAbi, functionName: 'validatorOf' } as const
  const calls = Array.from({ length: count }, (_, id) => ({ ...read, args: [BigInt(id)] as const }))

  const records = []
  for (let first = 0; first < count; first += page)
    records.push(
      ...(await client.multicall({
        contracts: calls.slice(first, first + page),
        ...together(client, at),
      })),
    )
  return records.map((record, id) => ({ id, ...record }))
}

// Each record costs a node some 15,000 gas; nodes give a call 50 million.
const page = 1_000
