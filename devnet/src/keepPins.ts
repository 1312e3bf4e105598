import { validatorRegistryAbi } from '@cairn/contracts/abi'
import { getAbiItem, type Hex } from 'viem'
import type { Block } from './lockstep.ts'
import type { World } from './world.ts'

const events = [
  getAbiItem({ abi: validatorRegistryAbi, name: 'CheckpointOpened' }),
  getAbiItem({ abi: validatorRegistryAbi, name: 'CheckpointFinished' }),
]

/**
 * Keeps the states of pinned roots until their checkpoints finish or are replaced, however long that takes: a prover that comes
 * back late must be able to go on.
 */
export async function keepPins({ publicClient, addresses, beacon }: keepPins.Args) {
  const { open, root } = await publicClient.readContract({
    address: addresses.registry,
    abi: validatorRegistryAbi,
    functionName: 'checkpoint',
  })
  let pinned: Hex | undefined = open ? root : undefined

  return async ({ number, transactions }: Block) => {
    if (transactions === 0) return
    const block = BigInt(number)
    const logs = await publicClient.getLogs({
      address: addresses.registry,
      events,
      fromBlock: block,
      toBlock: block,
    })
    for (const { eventName, args } of logs) {
      if (pinned) beacon.release(pinned)
      pinned = eventName === 'CheckpointOpened' ? (args as { root: Hex }).root : undefined
      if (pinned) beacon.pin(pinned)
    }
  }
}

export declare namespace keepPins {
  type Args = Pick<World, 'publicClient' | 'addresses' | 'beacon'>
}
