import { ether } from '@cairn/spec'
import type { Address, Hex, PublicClient } from 'viem'
import { followLogs, type LiquidAddresses, nativeStakeAbi } from '../chain/index.ts'
import type { Flight } from './plan.ts'

const predeposit = ether(1)

/** Looks at which validators operators have offered, which got ether of ours, and which of it is still in flight. */
export function flightReader(
  client: PublicClient,
  { native }: Pick<LiquidAddresses, 'native'>,
  fromBlock: bigint,
) {
  const readLogs = followLogs(client, {
    ...{ address: native, abi: nativeStakeAbi, fromBlock },
    eventName: ['Offered', 'Staked', 'Landed', 'WrittenOff'],
  })

  return async function readFlights(head: { number: bigint }): Promise<Flown> {
    const offers: Flown['offers'] = []
    const staked = new Set<Hex>()
    const flights = new Map<Hex, Flight>()
    for (const { eventName, args } of await readLogs(head)) {
      const { pubkeyRoot } = args
      switch (eventName) {
        case 'Offered':
          offers.push({ operator: args.operator, pubkeyRoot })
          break
        case 'Staked': {
          staked.add(pubkeyRoot)
          const assets = args.assets + predeposit
          flights.set(pubkeyRoot, { index: Number(args.index), pubkeyRoot, assets })
          break
        }
        default:
          flights.delete(pubkeyRoot)
      }
    }
    return { offers, staked, flights: [...flights.values()] }
  }
}

export type Flown = {
  offers: { operator: Address; pubkeyRoot: Hex }[]
  /** pubkey roots that ever got ether of ours */
  staked: ReadonlySet<Hex>
  flights: Flight[]
}
