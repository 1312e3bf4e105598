import { iAllocationManagerAbi, iStrategyManagerAbi } from '@cairn/contracts/abi'
import { type Address, isAddressEqual, zeroAddress } from 'viem'
import { multicall } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import { deployless } from '../internal/multicall.ts'
import type { RestakingArg } from './deployment.ts'
import { readBlocks } from './internal/blocks.ts'
import type { OperatorSet } from './types.ts'

/**
 * What secures one task of an AVS: the set's operators with the stake each can be slashed of, its strategies, who may slash, whom a
 * slash pays, and what was slashed and not paid out yet.
 *
 * Reads the AllocationManager and the StrategyManager at one block.
 *
 * @example
 * const { members, slasher } = await readOperatorSet(client, { deployment, operatorSet: { avs, id: 0 } })
 */
export async function readOperatorSet(
  client: CairnClient,
  args: readOperatorSet.Args,
): Promise<readOperatorSet.ReturnType> {
  const { deployment, operatorSet } = args
  const blocks = await readBlocks(client)
  const at = { ...deployless, allowFailure: false, blockNumber: blocks.number } as const
  const allocation = { address: deployment.allocationManager, abi: iAllocationManagerAbi } as const
  const holdings = { address: deployment.strategyManager, abi: iStrategyManagerAbi } as const

  const [exists, operators, strategies, slasher, slashCount, recipient, redistributes, registrar] =
    await multicall(client, {
      ...at,
      contracts: [
        { ...allocation, functionName: 'isOperatorSet', args: [operatorSet] },
        { ...allocation, functionName: 'getMembers', args: [operatorSet] },
        { ...allocation, functionName: 'getStrategiesInOperatorSet', args: [operatorSet] },
        { ...allocation, functionName: 'getSlasher', args: [operatorSet] },
        { ...allocation, functionName: 'getSlashCount', args: [operatorSet] },
        { ...allocation, functionName: 'getRedistributionRecipient', args: [operatorSet] },
        { ...allocation, functionName: 'isRedistributingOperatorSet', args: [operatorSet] },
        { ...allocation, functionName: 'getAVSRegistrar', args: [operatorSet.avs] },
      ],
    })
  const [stakes, pending] = await multicall(client, {
    ...at,
    contracts: [
      {
        ...allocation,
        functionName: 'getMinimumSlashableStake',
        args: [operatorSet, operators, strategies, Number(blocks.number)],
      },
      { ...holdings, functionName: 'getPendingSlashIds', args: [operatorSet] },
    ],
  })

  return {
    operatorSet,
    exists,
    strategies: [...strategies],
    members: operators.map((operator, i) => ({
      operator,
      slashable: strategies.map((strategy, j) => ({ strategy, shares: stakes[i]![j]! })),
    })),
    slasher: isAddressEqual(slasher, zeroAddress) ? undefined : slasher,
    registrar,
    recipient,
    redistributes,
    slashCount,
    unpaidSlashes: [...pending],
    blockNumber: blocks.number,
    at: blocks.now,
  }
}

export declare namespace readOperatorSet {
  type Args = RestakingArg<'allocationManager' | 'strategyManager'> & { operatorSet: OperatorSet }

  type ReturnType = {
    operatorSet: OperatorSet
    exists: boolean
    strategies: Address[]
    /** Each with the shares that the set can slash of it now. */
    members: { operator: Address; slashable: { strategy: Address; shares: bigint }[] }[]
    /** The one address that may slash, if there is one. */
    slasher: Address | undefined
    /** Who is asked when an operator joins or leaves; the AVS itself by default. */
    registrar: Address
    /** Who gets what is slashed: the burn address, unless the set redistributes. */
    recipient: Address
    redistributes: boolean
    slashCount: bigint
    /** Slashes whose tokens wait to be paid out: see `clearSlashedShares`. */
    unpaidSlashes: bigint[]
    blockNumber: bigint
    /** seconds: the time of that block */
    at: bigint
  }
}
