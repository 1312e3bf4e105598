import { validatorRegistryAbi } from '@cairn/contracts/abi'
import type { Hex } from 'viem'
import { getBlock, multicall } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import type { DeploymentArg } from '../deployment.ts'
import { deployless } from '../internal/multicall.ts'

/**
 * The checkpoint that is open, or the newest finished one, and when the next may be opened.
 *
 * Reads `checkpoint` and `dueAt` of the registry.
 *
 * @example
 * const { type, dueAt } = await readCheckpoint(client, { deployment })
 */
export async function readCheckpoint(
  client: CairnClient,
  { deployment }: readCheckpoint.Args,
): Promise<readCheckpoint.ReturnType> {
  const registry = { address: deployment.registry, abi: validatorRegistryAbi } as const

  const { timestamp } = await getBlock(client)
  const [checkpoint, dueAt] = await multicall(client, {
    ...deployless,
    allowFailure: false,
    contracts: [
      { ...registry, functionName: 'checkpoint' },
      { ...registry, functionName: 'dueAt' },
    ],
  })

  const { open, ...rest } = checkpoint
  const type = open ? 'open' : timestamp >= dueAt ? 'due' : 'finished'
  return { ...rest, type, dueAt, at: timestamp }
}

export declare namespace readCheckpoint {
  type Args = DeploymentArg<'registry'>

  type ReturnType = {
    /** `open`: being proven. `finished`: the next isn't due yet. `due`: anyone may open the next. */
    type: 'open' | 'finished' | 'due'
    number: number
    /** seconds: the time of its block, whose EIP-4788 root it pins */
    openedAt: bigint
    /** validators still to be proven */
    remaining: number
    /** deposits in flight still to be shown waiting or arrived */
    unsettled: number
    /** validators in the set when it opened */
    validators: number
    root: Hex
    /** wei on the execution layer when it opened */
    execution: bigint
    /** gwei proven on the beacon chain so far */
    beacon: bigint
    /** gwei in flight shown so far */
    inFlight: bigint
    /** the slot that the newest finished checkpoint pinned */
    finishedSlot: bigint
    /** seconds: when the next may be opened */
    dueAt: bigint
    /** seconds: the time of the block that this was read at */
    at: bigint
  }
}
