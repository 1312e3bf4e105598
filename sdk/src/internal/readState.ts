import { stakedEtherAbi, validatorRegistryAbi, vaultLensAbi } from '@cairn/contracts/abi'
import type { Money, Parameters } from '@cairn/spec'
import type { Address, ContractFunctionReturnType } from 'viem'
import { multicall } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import type { Deployment, DeploymentArg, VaultArg } from '../deployment.ts'
import { deployless } from './multicall.ts'

/** What quotes of any vault are computed from, as of one block. */
export type VaultState = {
  blockNumber: bigint
  /** seconds: the time of that block */
  now: bigint
  money: Money
  parameters: Parameters
  /** shares, 18 decimals: where the next request begins */
  tail: bigint
  /** shares, 18 decimals: how far the line is filled */
  filled: bigint
}

/** The same of csETH, with what its validators have to do with it. */
export type ChainState = VaultState & {
  /** seconds: when the next checkpoint may be opened */
  dueAt: bigint
  /** wei of withdrawals that were requested and haven't arrived */
  withdrawing: bigint
}

export type OwnerState = ContractFunctionReturnType<typeof vaultLensAbi, 'view', 'position'>

/** Of any vault. */
export async function readVaultState(
  client: CairnClient,
  { deployment }: VaultArg<'vault' | 'lens'>,
): Promise<VaultState> {
  const { vault, lens } = deployment
  const [state, parameters] = await multicall(client, {
    ...deployless,
    allowFailure: false,
    contracts: [
      { address: lens, abi: vaultLensAbi, functionName: 'read', args: [vault] },
      parametersOf(vault),
    ],
  })
  return toVaultState(state, parameters)
}

/** The same, with what `owner` has and the tickets `ids`, all as of one block. */
export async function readOwned(
  client: CairnClient,
  { deployment, owner, ids }: VaultArg<'vault' | 'lens'> & OwnerArgs,
): Promise<{ state: VaultState; owned: OwnerState }> {
  const { vault, lens } = deployment
  const [[state, owned], parameters] = await multicall(client, {
    ...deployless,
    batchSize: 0,
    allowFailure: false,
    contracts: [
      { address: lens, abi: vaultLensAbi, functionName: 'readAll', args: [vault, owner, ids] },
      parametersOf(vault),
    ],
  })
  return { state: toVaultState(state, parameters), owned }
}

export async function readState(
  client: CairnClient,
  { deployment }: DeploymentArg,
): Promise<ChainState> {
  const { vault, lens } = deployment
  const [state, parameters, ...rest] = await multicall(client, {
    ...deployless,
    allowFailure: false,
    contracts: [
      { address: lens, abi: vaultLensAbi, functionName: 'read', args: [vault] },
      parametersOf(vault),
      ...around(deployment),
    ],
  })
  return toChainState(toVaultState(state, parameters), rest)
}

export async function readOwnerState(
  client: CairnClient,
  { deployment, owner, ids }: DeploymentArg & OwnerArgs,
): Promise<{ state: ChainState; owned: OwnerState }> {
  const { vault, lens } = deployment
  const [[state, owned], parameters, ...rest] = await multicall(client, {
    ...deployless,
    batchSize: 0,
    allowFailure: false,
    contracts: [
      { address: lens, abi: vaultLensAbi, functionName: 'readAll', args: [vault, owner, ids] },
      parametersOf(vault),
      ...around(deployment),
    ],
  })
  return { state: toChainState(toVaultState(state, parameters), rest), owned }
}

type OwnerArgs = { owner: Address; ids: readonly bigint[] }

const parametersOf = (address: Address) =>
  ({ address, abi: stakedEtherAbi, functionName: 'parameters' }) as const

function around({ registry }: Deployment) {
  return [
    { address: registry, abi: validatorRegistryAbi, functionName: 'dueAt' },
    { address: registry, abi: validatorRegistryAbi, functionName: 'withdrawing' },
  ] as const
}

type LensState = ContractFunctionReturnType<typeof vaultLensAbi, 'view', 'read'>

function toVaultState(
  { blockNumber, timestamp, snapshot, queue }: LensState,
  parameters: Parameters,
): VaultState {
  return {
    blockNumber,
    now: timestamp,
    // The pins that `open` took are read by no quote.
    money: { ...snapshot, backingAtOpen: 0n, outsideAtOpen: 0n, eligibleAtOpen: 0n },
    parameters,
    tail: queue.tail,
    filled: queue.filled,
  }
}

function toChainState(
  state: VaultState,
  [dueAt, withdrawing]: readonly [bigint, bigint],
): ChainState {
  return { ...state, dueAt, withdrawing: withdrawing * 10n ** 9n }
}
