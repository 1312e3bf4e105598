import {
  iAllocationManagerAbi,
  iDelegationManagerAbi,
  iEigenPodManagerAbi,
  iStrategyAbi,
} from '@cairn/contracts/abi'
import type { restaking } from '@cairn/spec'
import { type Address, isAddressEqual } from 'viem'
import { multicall } from 'viem/actions'
import type { CairnClient } from '../../client.ts'
import { deployless } from '../../internal/multicall.ts'
import { beaconEtherStrategy, type RestakingArg } from '../deployment.ts'
import { wad } from '../types.ts'
import { type Blocks, readBlocks } from './blocks.ts'

/** What one staker's stake in one strategy is computed from, as of one block. */
export type Stake = {
  blocks: Blocks
  depositShares: bigint
  scalingFactor: bigint
  /** Magnitude × beacon factor, of 10³⁶: what slashing left. */
  factor: restaking.Factor
  /** The same, if every set that the operator promised something to took all of it. */
  leastFactor: restaking.Factor
  /** blocks */
  withdrawalDelay: bigint
}

export async function readStake(
  client: CairnClient,
  { deployment, staker, strategy }: readStake.Args,
): Promise<Stake> {
  const blocks = await readBlocks(client)
  const at = { ...deployless, allowFailure: false, blockNumber: blocks.number } as const
  const delegation = { address: deployment.delegationManager, abi: iDelegationManagerAbi } as const
  const allocation = { address: deployment.allocationManager, abi: iAllocationManagerAbi } as const
  const [operator, scalingFactor, delay, [, deposits], beaconFactor] = await multicall(client, {
    ...at,
    contracts: [
      { ...delegation, functionName: 'delegatedTo', args: [staker] },
      { ...delegation, functionName: 'depositScalingFactor', args: [staker, strategy] },
      { ...delegation, functionName: 'minWithdrawalDelayBlocks' },
      { ...delegation, functionName: 'getWithdrawableShares', args: [staker, [strategy]] },
      {
        address: deployment.eigenPodManager,
        abi: iEigenPodManagerAbi,
        functionName: 'beaconChainSlashingFactor',
        args: [staker],
      },
    ],
  })
  const [magnitude, encumbered] = await multicall(client, {
    ...at,
    contracts: [
      { ...allocation, functionName: 'getMaxMagnitude', args: [operator, strategy] },
      { ...allocation, functionName: 'getEncumberedMagnitude', args: [operator, strategy] },
    ],
  })

  const beacon = isAddressEqual(strategy, beaconEtherStrategy) ? beaconFactor : wad
  return {
    blocks,
    depositShares: deposits[0]!,
    scalingFactor,
    factor: magnitude * beacon,
    leastFactor: (magnitude - encumbered) * beacon,
    withdrawalDelay: BigInt(delay),
  }
}

export declare namespace readStake {
  type Args = RestakingArg<'delegationManager' | 'allocationManager' | 'eigenPodManager'> & {
    staker: Address
    strategy: Address
  }
}

/** What shares of `strategy` are worth: units of its token, or wei. */
export async function readWorth(
  client: CairnClient,
  {
    strategy,
    shares,
    blockNumber,
  }: { strategy: Address; shares: readonly bigint[]; blockNumber: bigint },
): Promise<{ token: Address | undefined; worth: bigint[] }> {
  if (isAddressEqual(strategy, beaconEtherStrategy)) return { token: undefined, worth: [...shares] }

  const at = { ...deployless, allowFailure: false, blockNumber } as const
  const ours = { address: strategy, abi: iStrategyAbi } as const
  const [[token], worth] = await Promise.all([
    multicall(client, { ...at, contracts: [{ ...ours, functionName: 'underlyingToken' }] }),
    multicall(client, {
      ...at,
      contracts: shares.map(
        (amount) => ({ ...ours, functionName: 'sharesToUnderlyingView', args: [amount] }) as const,
      ),
    }),
  ])
  return { token, worth }
}
