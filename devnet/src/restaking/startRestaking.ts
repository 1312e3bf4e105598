import {
  type Addresses,
  deployRestaking,
  devnetRestaking,
  type RestakingAddresses,
} from '@cairn/contracts'
import { type Daemon, type Log, type Metrics, toDaemon } from '@cairn/daemons'
import { createRewards, type Rewards, serveClaims } from '@cairn/rewards'
import type { AddressInfo } from 'node:net'
import type { Hex } from 'viem'
import { accounts, type Name } from '../accounts.ts'
import { chainId, type Layers } from '../layers.ts'
import { secondsPerSlot, slotsPerEpoch } from '../lockstep.ts'
import { depositContract } from '../system.ts'
import { createBooks, type SavedBooks } from './books.ts'
import { type Crew, createCrew } from './crew.ts'
import { restakingOperators } from './operators.ts'
import { createPodKeeper, openPods } from './pods.ts'
import { settle } from './settle.ts'
import { type SourceChain, startSourceChain } from './sourceChain.ts'

/** The restaking layer of a world: five operators, two services, their daemons, and rewards. */
export type Restaking = {
  addresses: RestakingAddresses
  /** The block of the layer's first contract. */
  fromBlock: bigint
  /** The other chain that the bridge attests. */
  source: SourceChain
  rewards: Rewards
  /** Where claims are served. */
  claimsUrl: string
  /** With the seconds of the world's time that each rests between two looks when time is moved fast. */
  daemons: { daemon: Daemon; rest: number }[]
  equivocate: Crew['equivocate']
  /** Who runs both services. */
  operators: Name[]
  save(): Promise<SavedRestaking>
  stop(): Promise<void>
}

export type SavedRestaking = {
  addresses: RestakingAddresses
  /** A number, so that it can be written down as it is. */
  fromBlock: number
  source: Hex
  books: SavedBooks
}

const hour = 3_600
const day = 24 * hour

/** Beside a deployment of csETH, whose share is the layer's first strategy. */
export async function startRestaking({
  layers,
  cairn,
  saved,
  options: { withdrawalDays = 14 } = {},
  port = 0,
  log,
  metrics,
  onFailure,
  onProgress,
}: startRestaking.Args): Promise<Restaking> {
  const { publicClient, wallet, beacon, beaconApi, lockstep } = layers
  const { genesisTime } = beacon
  const source = await startSourceChain({ genesisTime, saved: saved?.source, onFailure })
  try {
    const { addresses, fromBlock } = saved
      ? { addresses: saved.addresses, fromBlock: BigInt(saved.fromBlock) }
      : await deployed()
    const books = createBooks(saved?.books)
    const edges = { publicClient, wallet, addresses, fromBlock, log, metrics }
    const crew = await createCrew({ ...edges, source, books })
    const rewards = createRewards({
      publicClient,
      walletClient: wallet('updater'),
      addresses: pick(addresses),
      fromBlock,
      log,
    })
    const server = await serveClaims(rewards, { port })
    lockstep.onBlock((block) => source.follow(block))

    return {
      addresses,
      fromBlock,
      source,
      rewards,
      claimsUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      daemons: [
        // A round of the oracle is an hour.
        ...crew.daemons.map((daemon) => ({ daemon, rest: hour })),
        // Looking at a whole state costs a tenth of a second.
        { daemon: createPodKeeper({ wallet, beaconApi, lockstep, addresses }), rest: 6 * hour },
        { daemon: toDaemon({ name: 'rewards', tick: () => rewards.tick() }), rest: 3 * hour },
      ],
      equivocate: crew.equivocate,
      operators: restakingOperators.map(({ name }) => name),
      save: async () => ({
        addresses,
        fromBlock: Number(fromBlock),
        source: await source.save(),
        books: books.save(),
      }),
      async stop() {
        await new Promise((done) => server.close(done))
        await source.stop()
      },
    }
  } catch (error) {
    await source.stop()
    throw error
  }

  async function deployed() {
    onProgress('restaking: contracts, a price oracle, a bridge attester')
    // When time is moved fast, a block is an epoch.
    const blocksPerDay = day / (secondsPerSlot * slotsPerEpoch)
    const parameters = devnetRestaking(
      { chainId, genesisTime, depositContract },
      {
        owner: accounts.curator.address,
        pauser: accounts.curator.address,
        rewardsUpdater: accounts.updater.address,
        compensation: accounts.compensation.address,
      },
      blocksPerDay,
    )
    parameters.delays.withdrawalBlocks = withdrawalDays * blocksPerDay
    const { addresses, block } = await deployRestaking({
      publicClient,
      walletClient: wallet('deployer'),
      parameters,
      cairn,
    })
    await settle({ wallet, cairn, addresses, onProgress })
    await openPods({ publicClient, wallet, beacon, addresses, onProgress })
    return { addresses, fromBlock: block }
  }
}

export declare namespace startRestaking {
  type Options = {
    /** How long a withdrawal can be slashed. 14 if left out, as on mainnet. */
    withdrawalDays?: number
  }

  type Args = {
    layers: Pick<Layers, 'publicClient' | 'wallet' | 'beacon' | 'beaconApi' | 'lockstep'>
    cairn: Addresses
    saved?: SavedRestaking | undefined
    options?: Options | undefined
    /** of the server of claims; a free one if left out */
    port?: number | undefined
    log: Log
    metrics: Metrics
    onFailure(error: Error): void
    onProgress(line: string): void
  }
}

function pick({
  delegationManager,
  strategyManager,
  allocationManager,
  eigenPodManager,
  rewardsCoordinator,
}: RestakingAddresses) {
  return {
    delegationManager,
    strategyManager,
    allocationManager,
    eigenPodManager,
    rewardsCoordinator,
  }
}
