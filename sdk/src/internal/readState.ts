import { stakedEtherAbi, validatorRegistryAbi, vaultLensAbi } from '@cairn/contracts/abi'
import type { Money, Parameters } from '@cairn/spec'
import type { Address, ContractFunctionReturnType } from 'viem'
import { multicall } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import type { Deployment, DeploymentArg } from '../deployment.ts'
import { deployless } from './multicall.ts'

/** What quotes are computed from, as of one block. */
export type ChainState = {
  blockNumber: bigint
  /** seconds: the time of that block */
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

export type OwnerState = ContractFunctionReturnType<typeof vaultLensAbi, 'view', 'position'>

export async function readState(
  client: CairnClient,
  { deployment }: DeploymentArg,
): Promise<ChainState> {
  const { vault, lens } = deployment
  const [state, ...rest] = await multicall(client, {
    ...deployless,
    allowFailure: false,
    contracts: [
      { address: lens, abi: vaultLensAbi, functionName: 'read', args: [vault] },
      ...around(deployment),
    ],
  })
  return toChainState(state, rest)
}

/** The same, with what `owner` has and the tickets `ids`, all as of one block. */
export async function readOwnerState(
  client: CairnClient,
  { deployment, owner, ids }: DeploymentArg & { owner: Address; ids: readonly bigint[] },
): Promise<{ state: ChainState; owned: OwnerState }> {
  const { vault, lens } = deployment
  const [[state, owned], ...rest] = await multicall(client, {
    ...deployless,
    batchSize: 0,
    allowFailure: false,
    contracts: [
      { address: lens, abi: vaultLensAbi, functionName: 'readAll', args: [vault, owner, ids] },
      ...around(deployment),
    ],
  })
  return { state: toChainState(state, rest), owned }
}

function around({ vault, registry }: Deployment) {
  return [
    { address: vault, abi: stakedEtherAbi, functionName: 'parameters' },
    { address: registry, abi: validatorRegistryAbi, functionName: 'dueAt' },
    { address: registry, abi: validatorRegistryAbi, functionName: 'withdrawing' },
  ] as const
}

type LensState = ContractFunctionReturnType<typeof vaultLensAbi, 'view', 'read'>

function toChainState(
  { blockNumber, timestamp, snapshot, queue }: LensState,
  [parameters, dueAt, withdrawing]: readonly [Parameters, bigint, bigint],
): ChainState {
  return {
    blockNumber,
    now: timestamp,
    // The pins that `open` took are read by no quote.
    money: { ...snapshot, backingAtOpen: 0n, outsideAtOpen: 0n, eligibleAtOpen: 0n },
    parameters,
    tail: queue.tail,
    filled: queue.filled,
    dueAt,
    withdrawing: withdrawing * 10n ** 9n,
  }
}
