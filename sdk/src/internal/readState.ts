import { redeemQueueAbi, stakedEtherAbi, validatorRegistryAbi } from '@cairn/contracts/abi'
import { defaultParameters, type Money, type Parameters } from '@cairn/spec'
import { getBlock, multicall } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import type { DeploymentArg } from '../deployment.ts'
import { deployless } from './multicall.ts'

/** What quotes are computed from, as of one block. */
export type ChainState = {
  blockNumber: bigint
  /** seconds */
  now: bigint
  money: Money
  parameters: Parameters
  /** shares, 18 decimals: where the next request begins */
  tail: bigint
  /** shares, 18 decimals: how far the line is filled */
  filled: bigint
  /** seconds: when the next checkpoint may be opened */
  dueAt: bigint
  /** wei of withdrawals that were requested and haven't arrived */
  withdrawing: bigint
}

export async function readState(
  client: CairnClient,
  { deployment }: DeploymentArg,
): Promise<ChainState> {
  const vault = { address: deployment.vault, abi: stakedEtherAbi } as const
  const queue = { address: deployment.queue, abi: redeemQueueAbi } as const
  const registry = { address: deployment.registry, abi: validatorRegistryAbi } as const

  const { number, timestamp } = await getBlock(client)
  const [snapshot, tail, filled, dueAt, withdrawing] = await multicall(client, {
    ...deployless,
    allowFailure: false,
    contracts: [
      { ...vault, functionName: 'snapshot' },
      { ...queue, functionName: 'tail' },
      { ...queue, functionName: 'filled' },
      { ...registry, functionName: 'dueAt' },
      { ...registry, functionName: 'withdrawing' },
    ],
  })

  return {
    blockNumber: number,
    now: timestamp,
    money: { ...snapshot, backingAtOpen: 0n, outsideAtOpen: 0n, eligibleAtOpen: 0n },
    parameters: defaultParameters,
    tail,
    filled,
    dueAt,
    withdrawing: withdrawing * 10n ** 9n,
  }
}
