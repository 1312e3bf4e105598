import { iAllocationManagerAbi, iDelegationManagerAbi } from '@cairn/contracts/abi'
import { type Address, isAddressEqual, zeroAddress } from 'viem'
import { multicall } from 'viem/actions'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { deployless } from '../internal/multicall.ts'
import type { RestakingArg } from './deployment.ts'
import { readBlocks } from './internal/blocks.ts'
import type { Allocation, OperatorSet } from './types.ts'

/**
 * What an operator is and has promised: its delays, the sets that it is in, and of each strategy the stake behind it, what slashing
 * left of its magnitude, how much is free, and every allocation with what is pending.
 *
 * Reads the DelegationManager and the AllocationManager at one block.
 *
 * @example
 * const { strategies, registeredSets } = await readOperator(client, { deployment, operator })
 */
export async function readOperator(
  client: CairnClient,
  args: readOperator.Args,
): Promise<readOperator.ReturnType> {
  const { deployment } = args
  const operator = args.operator ?? accountOf(client, args.account).address
  const blocks = await readBlocks(client)
  const at = { ...deployless, allowFailure: false, blockNumber: blocks.number } as const
  const delegation = { address: deployment.delegationManager, abi: iDelegationManagerAbi } as const
  const allocation = { address: deployment.allocationManager, abi: iAllocationManagerAbi } as const

  const [isOperator, approver, [isSet, delay], registered, allocated, redistributable] =
    await multicall(client, {
      ...at,
      contracts: [
        { ...delegation, functionName: 'isOperator', args: [operator] },
        { ...delegation, functionName: 'delegationApprover', args: [operator] },
        { ...allocation, functionName: 'getAllocationDelay', args: [operator] },
        { ...allocation, functionName: 'getRegisteredSets', args: [operator] },
        { ...allocation, functionName: 'getAllocatedSets', args: [operator] },
        { ...allocation, functionName: 'isOperatorRedistributable', args: [operator] },
      ],
    })

  const inSets = await multicall(client, {
    ...at,
    contracts: allocated.map(
      (set) =>
        ({ ...allocation, functionName: 'getAllocatedStrategies', args: [operator, set] }) as const,
    ),
  })
  const strategies = distinct([...(args.strategies ?? []), ...inSets.flat()])
  const standings = await Promise.all(
    strategies.map(async (strategy) => {
      const [maxMagnitude, encumbered, free, shares, inQueue, [sets, allocations]] =
        await multicall(client, {
          ...at,
          contracts: [
            { ...allocation, functionName: 'getMaxMagnitude', args: [operator, strategy] },
            { ...allocation, functionName: 'getEncumberedMagnitude', args: [operator, strategy] },
            { ...allocation, functionName: 'getAllocatableMagnitude', args: [operator, strategy] },
            { ...delegation, functionName: 'operatorShares', args: [operator, strategy] },
            {
              ...delegation,
              functionName: 'getSlashableSharesInQueue',
              args: [operator, strategy],
            },
            { ...allocation, functionName: 'getStrategyAllocations', args: [operator, strategy] },
          ],
        })
      return {
        strategy,
        shares,
        slashableInQueue: inQueue,
        maxMagnitude,
        encumberedMagnitude: encumbered,
        freeMagnitude: free,
        allocations: sets.map((operatorSet, i) => ({ operatorSet, ...allocations[i]! })),
      }
    }),
  )

  return {
    operator,
    isOperator,
    delegationApprover: isAddressEqual(approver, zeroAddress) ? undefined : approver,
    allocationDelay: isSet ? delay : undefined,
    registeredSets: [...registered],
    redistributable,
    strategies: standings,
    blockNumber: blocks.number,
    at: blocks.now,
  }
}

function distinct(strategies: readonly Address[]): Address[] {
  return strategies.filter(
    (strategy, i) => strategies.findIndex((it) => isAddressEqual(it, strategy)) === i,
  )
}

export declare namespace readOperator {
  type Args = RestakingArg<'delegationManager' | 'allocationManager'> &
    AccountArg & {
      /** The account if left out. */
      operator?: Address | undefined
      /** Strategies to look at besides those that something is allocated in. */
      strategies?: readonly Address[] | undefined
    }

  type Standing = {
    strategy: Address
    /** shares delegated to it, after slashing */
    shares: bigint
    /** shares that left it and can still be slashed with it */
    slashableInQueue: bigint
    /** parts in 10¹⁸ that slashing left; only falls */
    maxMagnitude: bigint
    /** of them, promised to sets */
    encumberedMagnitude: bigint
    /** of them, free to be promised, deallocations that are due included */
    freeMagnitude: bigint
    /** For each set: the magnitude of now, the change that is pending, and the block it takes effect at (0: none). */
    allocations: (Allocation & { operatorSet: OperatorSet })[]
  }

  type ReturnType = {
    operator: Address
    isOperator: boolean
    /** Whose signature a delegation needs, if anyone's. */
    delegationApprover: Address | undefined
    /** blocks between an allocation and its effect; undefined if none is in force, and nothing can be allocated */
    allocationDelay: number | undefined
    registeredSets: OperatorSet[]
    /** Whether a set that it is slashable by redistributes what it slashes: somebody gains by it. */
    redistributable: boolean
    strategies: Standing[]
    blockNumber: bigint
    /** seconds: the time of that block */
    at: bigint
  }
}
