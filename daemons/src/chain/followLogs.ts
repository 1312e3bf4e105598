import {
  type Abi,
  type Address,
  type ContractEventName,
  type ParseEventLogsReturnType,
  parseEventLogs,
  type PublicClient,
} from 'viem'

/**
 * Remembers a contract's events of some kinds, so that each look reads only the newest blocks. Forgetting costs nothing but
 * reading them again.
 */
export function followLogs<const abi extends Abi, name extends ContractEventName<abi>>(
  client: PublicClient,
  { address, abi, eventName, fromBlock }: followLogs.Args<abi, name>,
) {
  type Logs = ParseEventLogsReturnType<abi, name[], true>
  let next = fromBlock
  let seen = [] as unknown as Logs

  /** All of them up to the block, in their order. */
  return async function readLogs({ number }: { number: bigint }): Promise<Logs> {
    const kept = seen.filter(({ blockNumber }) => blockNumber < next)
    const found: unknown[] = []
    for (let first = next; first <= number; first += span) {
      const toBlock = min(first + span - 1n, number)
      const logs = await client.getLogs({ address, fromBlock: first, toBlock })
      found.push(...parseEventLogs({ abi, eventName, logs }))
    }
    seen = [...kept, ...found] as unknown as Logs
    next = max(next, number - reorg)
    return seen
  }
}

export declare namespace followLogs {
  type Args<abi extends Abi, name extends ContractEventName<abi>> = {
    address: Address
    abi: abi
    eventName: name[]
    fromBlock: bigint
  }
}

// Public endpoints answer some ten thousand blocks at a time.
const span = 10_000n

// The newest blocks are read again, in case they were replaced.
const reorg = 64n

const min = (a: bigint, b: bigint) => (a < b ? a : b)
const max = (a: bigint, b: bigint) => (a > b ? a : b)
