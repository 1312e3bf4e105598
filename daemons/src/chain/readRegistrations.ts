import { type Hex, parseEventLogs, type PublicClient } from 'viem'
import type { Head } from '../runtime/index.ts'
import { type Addresses, validatorRegistryAbi } from './contracts.ts'
import { at, together } from './together.ts'
import { status } from './readValidators.ts'

export type Registration = { pubkey: Hex; pubkeyRoot: Hex }

/**
 * Remembers which validators were registered, so that each look reads only the newest logs. Forgetting costs nothing but
 * reading them again.
 */
export function trackRegistrations(
  client: PublicClient,
  { registry }: Addresses,
  fromBlock: bigint,
) {
  let next = fromBlock
  const seen = new Map<Hex, Registration>()

  /** Those that wait for their credentials to be proven. */
  return async function readRegistrations(head: Head): Promise<Registration[]> {
    for (let first = next; first <= head.number; first += span) {
      const logs = await client.getLogs({
        address: registry,
        fromBlock: first,
        toBlock: min(first + span - 1n, head.number),
      })
      for (const { args } of parseEventLogs({
        abi: validatorRegistryAbi,
        eventName: 'Registered',
        logs,
      }))
        seen.set(args.pubkeyRoot, { pubkey: args.pubkey, pubkeyRoot: args.pubkeyRoot })
    }
    next = max(fromBlock, head.number - reorg)

    const all = [...seen.values()]
    if (all.length === 0) return all

    const read = { address: registry, abi: validatorRegistryAbi, functionName: 'statusOf' } as const
    const statuses = await client.multicall({
      contracts: all.map(({ pubkeyRoot }) => ({ ...read, args: [pubkeyRoot] as const })),
      ...together(client, at(head)),
    })
    const waiting = all.filter((_, i) => statuses[i] === status.registered)
    seen.clear()
    for (const registration of waiting) seen.set(registration.pubkeyRoot, registration)
    return waiting
  }
}

// Public endpoints answer some ten thousand blocks at a time.
const span = 10_000n

// The newest blocks are read again, in case they were replaced.
const reorg = 64n

const min = (a: bigint, b: bigint) => (a < b ? a : b)
const max = (a: bigint, b: bigint) => (a > b ? a : b)
