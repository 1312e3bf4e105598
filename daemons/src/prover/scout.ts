import {
  type BeaconSource,
  BlockNotFoundError,
  type StateView,
  StateUnavailableError,
} from '@cairn/beacon'
import type { Hex, PublicClient } from 'viem'
import {
  type Addresses,
  at,
  type Registry,
  readValidators,
  trackRegistrations,
  validatorRegistryAbi,
} from '../chain/index.ts'
import type { Head } from '../runtime/index.ts'
import { type Facts, observe } from './observe.ts'
import type { Survey } from './plan.ts'

/** Everything that a plan is made of: the registry's records, and the beacon state they are held against. */
export type Scene = { survey: Survey; state: StateView | undefined; facts: Facts | undefined }

export function createScout({ publicClient, beacon, addresses, fromBlock }: createScout.Options) {
  const readRegistrations = trackRegistrations(publicClient, addresses, fromBlock)
  let credentials: Hex | undefined

  /** `registrations`: whether validators that aren't proven yet matter. */
  return async function scout(
    head: Head,
    registry: Registry,
    { root, timestamp, registrations }: { root: Hex; timestamp: bigint; registrations: boolean },
  ): Promise<Scene> {
    credentials ??= await publicClient.readContract({
      address: addresses.registry,
      abi: validatorRegistryAbi,
      functionName: 'withdrawalCredentials',
    })
    const survey = {
      registry,
      credentials,
      validators: await readValidators(publicClient, addresses, at(head), registry.count),
      registrations: registrations ? await readRegistrations(head) : [],
    }
    const state = await stateAt(root)
    return { survey, state, facts: state && observe(state, { timestamp, ...survey }) }
  }

  /** Nothing if the source no longer holds it: a later root has to do. */
  async function stateAt(root: Hex) {
    try {
      return await beacon.state(root)
    } catch (error) {
      if (error instanceof StateUnavailableError || error instanceof BlockNotFoundError) return
      throw error
    }
  }
}

export declare namespace createScout {
  type Options = {
    publicClient: PublicClient
    beacon: BeaconSource
    addresses: Addresses
    fromBlock: bigint
  }
}
