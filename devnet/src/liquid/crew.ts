import type { RestakingAddresses } from '@cairn/contracts'
import { priceOracleAbi } from '@cairn/contracts/abi'
import {
  createBidder,
  createPodkeeper,
  createRestaker,
  type Daemon,
  httpClaims,
  type LiquidAddresses,
  type Log,
  type Metrics,
} from '@cairn/daemons'
import { parseEther } from 'viem'
import type { Layers } from '../layers.ts'

const hour = 3_600

/** wei for 1e18 of a service's tokens: what the bidder thinks they are worth. */
const worth = { oracle: parseEther('0.00002'), bridge: parseEther('0.00003') }

/** Those who do for crETH what anyone may do, and who buys what it earns; with the seconds that each rests in fast time. */
export async function createCrew({
  layers,
  addresses,
  restaking,
  claimsUrl,
  fromBlock,
  log,
  metrics,
}: createCrew.Args): Promise<{ daemon: Daemon; rest: number }[]> {
  const { publicClient, wallet, beaconApi: beacon } = layers
  const edges = { publicClient, addresses, log, metrics }
  const options = { poll: 0.005, fromBlock }
  const restaker = createRestaker({
    ...edges,
    walletClient: wallet('keeper'),
    claims: httpClaims(claimsUrl),
    options,
  })
  const podkeeper = createPodkeeper({
    ...edges,
    beacon,
    walletClient: wallet('keeper'),
    // Looking at a whole state costs a tenth of a second.
    options: { ...options, scan: 3 * hour },
  })
  const tokenOf = (address: `0x${string}`) =>
    publicClient.readContract({ address, abi: priceOracleAbi, functionName: 'token' })
  const bidder = createBidder({
    ...edges,
    walletClient: wallet('bidder'),
    bids: new Map([
      [await tokenOf(restaking.avs.oracle), worth.oracle],
      [await tokenOf(restaking.avs.bridge), worth.bridge],
    ]),
    options,
  })

  return [
    { daemon: podkeeper, rest: 2 * hour },
    { daemon: restaker, rest: 2 * hour },
    { daemon: bidder, rest: 3 * hour },
  ]
}

export declare namespace createCrew {
  type Args = {
    layers: Pick<Layers, 'publicClient' | 'wallet' | 'beaconApi' | 'lockstep'>
    addresses: LiquidAddresses
    restaking: RestakingAddresses
    /** Where claims of rewards are served. */
    claimsUrl: string
    /** of crETH's deployment */
    fromBlock: bigint
    log: Log
    metrics: Metrics
  }
}
