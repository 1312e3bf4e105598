import { iAllocationManagerAbi, iDelegationManagerAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'
import type { OperatorSet } from './types.ts'

/**
 * Slashes an operator, as the slasher of an operator set: a part of what it allocated to the set, stake in the withdrawal queue
 * included. At once, and for good.
 *
 * Sends `slashOperator` to the AllocationManager.
 *
 * @example
 * await slashOperator(client, { deployment, operatorSet, operator, slashes: [{ strategy, wad: wad / 2n }], description })
 */
export async function slashOperator(
  client: CairnClient,
  args: slashOperator.Args,
): Promise<slashOperator.ReturnType> {
  const { deployment, account, operatorSet, operator, description } = args
  const slashes = [...args.slashes].sort((a, b) =>
    BigInt(a.strategy) < BigInt(b.strategy) ? -1 : 1,
  )
  const receipt = await transact(client, {
    account,
    to: deployment.allocationManager,
    data: encodeFunctionData({
      abi: iAllocationManagerAbi,
      functionName: 'slashOperator',
      args: [
        operatorSet.avs,
        {
          operator,
          operatorSetId: operatorSet.id,
          strategies: slashes.map(({ strategy }) => strategy),
          wadsToSlash: slashes.map(({ wad }) => wad),
          description,
        },
      ],
    }),
  })

  const [slashed] = parseEventLogs({
    abi: iAllocationManagerAbi,
    eventName: 'OperatorSlashed',
    logs: receipt.logs,
  })
  const shares = parseEventLogs({
    abi: iDelegationManagerAbi,
    eventName: 'OperatorSharesSlashed',
    logs: receipt.logs,
  })
  return {
    hash: receipt.transactionHash,
    operator,
    operatorSet,
    slashes: slashed!.args.strategies.map((strategy, i) => ({
      strategy,
      wad: slashed!.args.wadSlashed[i]!,
      shares: shares
        .filter(({ args: it }) => it.strategy === strategy)
        .reduce((sum, { args: it }) => sum + it.totalSlashedShares, 0n),
    })),
  }
}

export declare namespace slashOperator {
  type Args = RestakingArg<'allocationManager'> &
    AccountArg & {
      operatorSet: OperatorSet
      operator: Address
      /** Of each strategy, parts in 10¹⁸ of what is allocated to the set. */
      slashes: readonly { strategy: Address; wad: bigint }[]
      /** Why, for whoever reads the event. */
      description: string
    }

  type ReturnType = {
    hash: Hex
    operator: Address
    operatorSet: OperatorSet
    /** Of each strategy: parts in 10¹⁸ of the operator's whole magnitude, and the shares to be burned or redistributed. */
    slashes: { strategy: Address; wad: bigint; shares: bigint }[]
  }
}
