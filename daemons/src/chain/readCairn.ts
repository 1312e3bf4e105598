import type { PublicClient } from 'viem'
import { type Addresses, stakedEtherAbi, validatorRegistryAbi } from './contracts.ts'
import { type At, together } from './together.ts'

export type Cairn = Awaited<ReturnType<typeof readCairn>>
export type Vault = Cairn['vault']
export type Registry = Cairn['registry']
export type Checkpoint = Registry['checkpoint']
export type Flight = Registry['flights'][number]

/** The vault's money (wei) and the registry, but for its validators, as of one block. */
export async function readCairn(client: PublicClient, addresses: Addresses, at: At) {
  const vault = { address: addresses.vault, abi: stakedEtherAbi } as const
  const registry = { address: addresses.registry, abi: validatorRegistryAbi } as const
  const [
    snapshot,
    [assets, supply],
    idle,
    shortfall,
    stakeable,
    parameters,
    checkpoint,
    dueAt,
    flights,
    count,
    withdrawing,
    minTopUp,
  ] = await client.multicall({
    contracts: [
      { ...vault, functionName: 'snapshot' },
      { ...vault, functionName: 'rate' },
      { ...vault, functionName: 'idle' },
      { ...vault, functionName: 'shortfall' },
      { ...vault, functionName: 'stakeable' },
      { ...vault, functionName: 'parameters' },
      { ...registry, functionName: 'checkpoint' },
      { ...registry, functionName: 'dueAt' },
      { ...registry, functionName: 'flights' },
      { ...registry, functionName: 'validatorCount' },
      { ...registry, functionName: 'withdrawing' },
      { ...registry, functionName: 'minTopUp' },
    ],
    ...together(client, at),
  })
  return {
    vault: { ...snapshot, assets, supply, idle, shortfall, stakeable, parameters },
    registry: { checkpoint, dueAt, flights, count: Number(count), withdrawing, minTopUp },
  }
}
