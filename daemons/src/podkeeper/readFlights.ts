import { ether } from '@cairn/spec'
import type { Hex, PublicClient } from 'viem'
import { followLogs, type LiquidAddresses, nativeStakeAbi } from '../chain/index.ts'
import type { Flight } from './plan.ts'

const predeposit = ether(1)

/** Looks at which validators got ether of ours, and which of it is still in flight. */
export function flightReader(
  client: PublicClient,
  { native }: Pick<LiquidAddresses, 'native'>,
  fromBlock: bigint,
) {
  const readLogs = followLogs(client, {
    ...{ address: native, abi: nativeStakeAbi, fromBlock },
    eventName: ['Staked', 'Landed', 'WrittenOff'],
  })

  return async function readFlights(head: { number: bigint }) {
    const staked = new Set<Hex>()
    const flights = new Map<Hex, Flight>()
    for (const { eventName, args } of await readLogs(head)) {
      const { index, pubkeyRoot, assets } = args
      if (eventName === 'Staked') {
        staked.add(pubkeyRoot)
        flights.set(pubkeyRoot, { index: Number(index), pubkeyRoot, assets: assets + predeposit })
      } else flights.delete(pubkeyRoot)
    }
    return { staked, flights: [...flights.values()] }
  }
}
