import { iEigenPodAbi, validatorRegistryAbi } from '@cairn/contracts/abi'
import { type Address, type Hex, parseEventLogs } from 'viem'
import type { Block } from './lockstep.ts'
import type { World } from './world.ts'

const abi = [...validatorRegistryAbi, ...iEigenPodAbi]

/**
 * Keeps the states of pinned roots until their checkpoints finish or are replaced, however long that takes: a prover that comes
 * back late must be able to go on. The registry's checkpoints, and those of pods.
 */
export async function keepPins({ publicClient, addresses, beacon }: keepPins.Args) {
  const { registry } = addresses
  const { open, root } = await publicClient.readContract({
    address: registry,
    abi: validatorRegistryAbi,
    functionName: 'checkpoint',
  })
  // By whose they are: the registry's, and any pod's.
  const pins = new Map<Address, Hex>(open ? [[registry, root]] : [])
  const release = (owner: Address) => {
    const root = pins.get(owner)
    if (root) beacon.release(root)
    pins.delete(owner)
  }
  const pin = (owner: Address, root: Hex) => {
    release(owner)
    beacon.pin(root)
    pins.set(owner, root)
  }

  return async ({ number, transactions }: Block) => {
    if (transactions === 0) return
    const block = BigInt(number)
    const logs = await publicClient.getLogs({ fromBlock: block, toBlock: block })
    for (const { address, eventName, args } of parseEventLogs({ abi, logs }))
      switch (eventName) {
        case 'CheckpointOpened':
          pin(address, args.root)
          break
        case 'CheckpointCreated':
          pin(address, args.beaconBlockRoot)
          break
        case 'CheckpointFinished':
        case 'CheckpointFinalized':
          release(address)
      }
  }
}

export declare namespace keepPins {
  type Args = Pick<World, 'publicClient' | 'addresses' | 'beacon'>
}
