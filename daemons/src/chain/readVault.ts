import type { PublicClient } from 'viem'
import type { Head } from '../runtime/index.ts'
import { type Addresses, stakedEtherAbi } from './contracts.ts'

export type Vault = Awaited<ReturnType<typeof readVault>>

/** The vault's money as of the head: amounts in wei. */
export async function readVault(client: PublicClient, { vault }: Addresses, head: Head) {
  const call = { address: vault, abi: stakedEtherAbi } as const
  const [snapshot, [assets, supply], idle, shortfall, stakeable, parameters] =
    await client.multicall({
      contracts: [
        { ...call, functionName: 'snapshot' },
        { ...call, functionName: 'rate' },
        { ...call, functionName: 'idle' },
        { ...call, functionName: 'shortfall' },
        { ...call, functionName: 'stakeable' },
        { ...call, functionName: 'parameters' },
      ],
      allowFailure: false,
      deployless: true,
      blockNumber: head.number,
    })
  return { ...snapshot, assets, supply, idle, shortfall, stakeable, parameters }
}
