import {
  iAllocationManagerAbi,
  iDelegationManagerAbi,
  iEigenPodManagerAbi,
  iStrategyAbi,
} from '@cairn/contracts/abi'
import { type Address, isAddressEqual, zeroAddress } from 'viem'
import { multicall } from 'viem/actions'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { deployless } from '../internal/multicall.ts'
import { beaconEtherStrategy, type RestakingArg } from './deployment.ts'
import { readQueue, type WaitingWithdrawal } from './internal/readQueue.ts'
import { wad } from './types.ts'

/**
 * What an account has restaked: in each strategy its deposit shares, what slashing left of them and what that is worth, whom it is
 * delegated to, and its withdrawals with the block at which each is ready.
 *
 * Reads the DelegationManager, the AllocationManager, the EigenPodManager and each strategy, at one block.
 *
 * @example
 * const { operator, holdings, withdrawals } = await readRestaked(client, { deployment })
 */
export async function readRestaked(
  client: CairnClient,
  args: readRestaked.Args,
): Promise<readRestaked.ReturnType> {
  const { deployment } = args
  const account = accountOf(client, args.account).address
  const { blocks, withdrawals } = await readQueue(client, { deployment, staker: account })
  const at = { ...deployless, allowFailure: false, blockNumber: blocks.number } as const

  const delegation = { address: deployment.delegationManager, abi: iDelegationManagerAbi } as const
  const [operator, isOperator, [strategies]] = await multicall(client, {
    ...at,
    contracts: [
      { ...delegation, functionName: 'delegatedTo', args: [account] },
      { ...delegation, functionName: 'isOperator', args: [account] },
      { ...delegation, functionName: 'getDepositedShares', args: [account] },
    ],
  })

  const [[withdrawable, deposited], magnitudes, beaconFactor] = await multicall(client, {
    ...at,
    contracts: [
      { ...delegation, functionName: 'getWithdrawableShares', args: [account, strategies] },
      {
        address: deployment.allocationManager,
        abi: iAllocationManagerAbi,
        functionName: 'getMaxMagnitudes',
        args: [operator, strategies],
      },
      {
        address: deployment.eigenPodManager,
        abi: iEigenPodManagerAbi,
        functionName: 'beaconChainSlashingFactor',
        args: [account],
      },
    ],
  })
  const factors = await multicall(client, {
    ...at,
    contracts: strategies.map(
      (strategy) =>
        ({
          ...delegation,
          functionName: 'depositScalingFactor',
          args: [account, strategy],
        }) as const,
    ),
  })

  const holdings = strategies.map((strategy, i) => {
    const beacon = isAddressEqual(strategy, beaconEtherStrategy)
    const magnitude = magnitudes[i]!
    return {
      strategy,
      depositShares: deposited[i]!,
      withdrawableShares: withdrawable[i]!,
      scalingFactor: factors[i]!,
      slashingFactor: beacon ? (magnitude * beaconFactor) / wad : magnitude,
    }
  })
  const queued = withdrawals.flatMap(({ withdrawal, shares }) =>
    withdrawal.strategies.map((strategy, i) => ({ strategy, shares: shares[i]! })),
  )
  const worths = await worthOf(client, at, [
    ...holdings.map(({ strategy, withdrawableShares: shares }) => ({ strategy, shares })),
    ...queued,
  ])

  let next = 0
  return {
    account,
    isOperator,
    operator: isAddressEqual(operator, zeroAddress) ? undefined : operator,
    holdings: holdings.map((holding) => ({ ...holding, ...worths[next++]! })),
    withdrawals: withdrawals.map((waiting) => ({
      ...waiting,
      worth: waiting.shares.map(() => worths[next++]!),
    })),
    blockNumber: blocks.number,
    at: blocks.now,
  }
}

/** What shares are worth, by their strategies. Native ether is its own measure. */
async function worthOf(
  client: CairnClient,
  at: { blockNumber: bigint; allowFailure: false },
  positions: readonly { strategy: Address; shares: bigint }[],
): Promise<Worth[]> {
  const tokens = positions.filter(({ strategy }) => !isAddressEqual(strategy, beaconEtherStrategy))
  const answers = await multicall(client, {
    ...at,
    ...deployless,
    contracts: tokens.flatMap(({ strategy: address, shares }) => [
      { address, abi: iStrategyAbi, functionName: 'underlyingToken' } as const,
      {
        address,
        abi: iStrategyAbi,
        functionName: 'sharesToUnderlyingView',
        args: [shares],
      } as const,
    ]),
  })

  let next = 0
  return positions.map(({ strategy, shares }) =>
    isAddressEqual(strategy, beaconEtherStrategy)
      ? { token: undefined, worth: shares }
      : { token: answers[next++] as Address, worth: answers[next++] as bigint },
  )
}

type Worth = {
  /** Undefined for native ether. */
  token: Address | undefined
  /** units of the token, or wei */
  worth: bigint
}

export declare namespace readRestaked {
  type Args = RestakingArg<'delegationManager' | 'allocationManager' | 'eigenPodManager'> &
    AccountArg

  type Holding = Worth & {
    strategy: Address
    /** Never changed by slashing; what withdrawals are queued in. */
    depositShares: bigint
    /** What slashing left of them: what a withdrawal would pay if nothing more is slashed. */
    withdrawableShares: bigint
    /** parts in 10¹⁸: forgives what was slashed before the deposits were made, so it is 10¹⁸ or more */
    scalingFactor: bigint
    /** parts in 10¹⁸ that slashing left: the operator's magnitude, for native ether times the beacon chain's factor */
    slashingFactor: bigint
  }

  type ReturnType = {
    account: Address
    isOperator: boolean
    /** Whom it is delegated to, if anyone. */
    operator: Address | undefined
    holdings: Holding[]
    /** In the order they were queued in; for each strategy of each, what its shares are worth. */
    withdrawals: (WaitingWithdrawal & { worth: Worth[] })[]
    blockNumber: bigint
    /** seconds: the time of that block */
    at: bigint
  }
}
