import { restakedEtherAbi } from '@cairn/contracts/abi'
import { readExit, readExposure } from '@cairn/sdk'
import { parseEther } from 'viem'
import type { World } from '../../world.ts'
import type { Liquid } from '../startLiquid.ts'

/** A world with crETH in it. */
export type LiquidWorld = World & { liquid: Liquid }

/** What happens, told line by line; the numbers of before and after are the chain's. */
export type Scenario = (world: LiquidWorld, tell: (line: string) => void) => Promise<Told>

export type Told = { before: Snapshot; after: Snapshot }

/** wei */
export type Snapshot = {
  /** of one share */
  rate: bigint
  /** behind all shares */
  assets: bigint
  /** The most that one operator, one service or two of them can take. */
  exposure: { operator: bigint; service: bigint; pair: bigint }
  /** seconds until a request for one share would be filled */
  exitSeconds: bigint
}

const one = parseEther('1')

export async function snapshot(world: LiquidWorld): Promise<Snapshot> {
  const { publicClient } = world
  const deployment = world.liquid.deployment
  const [{ largest }, { queue, worth }] = await Promise.all([
    readExposure(publicClient, { deployment }),
    readExit(publicClient, { deployment, shares: one }),
  ])
  const { assets } = await readRate(world)
  return {
    rate: worth,
    assets,
    exposure: {
      operator: largest.operator?.loss ?? 0n,
      service: largest.service?.loss ?? 0n,
      pair: largest.pair?.loss ?? 0n,
    },
    exitSeconds: queue.seconds,
  }
}

export async function readRate(world: LiquidWorld) {
  const [assets, supply] = await world.publicClient.readContract({
    address: world.liquid.addresses.vault,
    abi: restakedEtherAbi,
    functionName: 'rate',
  })
  return { assets, supply }
}
