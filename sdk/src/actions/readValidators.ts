import { validatorRegistryAbi } from '@cairn/contracts/abi'
import type { Hex } from 'viem'
import { multicall, readContract } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import type { DeploymentArg } from '../deployment.ts'
import { deployless } from '../internal/multicall.ts'

/**
 * Every validator that was proven to be ours, in the order of their ids, with its newest proven balance and what is on its way to it.
 *
 * Reads `validatorCount`, `validatorOf` and `flights` of the registry.
 *
 * @example
 * const validators = await readValidators(client, { deployment })
 */
export async function readValidators(
  client: CairnClient,
  { deployment }: readValidators.Args,
): Promise<readValidators.ReturnType> {
  const registry = { address: deployment.registry, abi: validatorRegistryAbi } as const

  const count = await readContract(client, { ...registry, functionName: 'validatorCount' })
  const [flights, records] = await Promise.all([
    readContract(client, { ...registry, functionName: 'flights' }),
    multicall(client, {
      ...deployless,
      allowFailure: false,
      contracts: Array.from(
        { length: Number(count) },
        (_, id) => ({ ...registry, functionName: 'validatorOf', args: [BigInt(id)] }) as const,
      ),
    }),
  ])

  return records.map((record, id) => {
    const flight = flights.find((candidate) => candidate.id === id)
    return {
      id: BigInt(id),
      status: statuses[record.status] ?? 'none',
      operator: record.operator,
      slashed: record.slashed,
      exiting: record.exiting,
      beaconIndex: record.beaconIndex,
      balance: record.balance,
      inFlight: record.inFlight,
      inFlightSince: flight?.slot,
      checkpoint: record.checkpoint,
      pubkeyRoot: record.pubkeyRoot,
    }
  })
}

const statuses = ['none', 'registered', 'proven', 'retired'] as const

export declare namespace readValidators {
  type Args = DeploymentArg<'registry'>

  type Validator = {
    id: bigint
    status: 'none' | 'registered' | 'proven' | 'retired'
    operator: number
    slashed: boolean
    /** A full exit was requested by the registry. */
    exiting: boolean
    beaconIndex: number
    /** gwei, as the newest checkpoint that proved it found it */
    balance: bigint
    /** gwei on its way to it; 0 if nothing is */
    inFlight: bigint
    /** slot of the block that sent it on its way */
    inFlightSince: bigint | undefined
    /** the newest checkpoint that proved its balance */
    checkpoint: number
    pubkeyRoot: Hex
  }

  type ReturnType = Validator[]
}
