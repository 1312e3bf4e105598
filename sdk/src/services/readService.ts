import { priceOracleAbi } from '@cairn/contracts/abi'
import { type Address, erc20Abi } from 'viem'
import { multicall } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import { deployless } from '../internal/multicall.ts'
import { readBlocks } from '../restaking/internal/blocks.ts'
import type { OperatorSet } from '../restaking/types.ts'

/**
 * One of Cairn's services: who its members are and what each weighs, what an offence costs, what is left of its budget, and, of a
 * price oracle, its newest value.
 *
 * Reads the service and its token at one block.
 *
 * @example
 * const { members, price } = await readService(client, { service: deployment.avs.oracle })
 */
export async function readService(
  client: CairnClient,
  { service }: readService.Args,
): Promise<readService.ReturnType> {
  const blocks = await readBlocks(client)
  const at = { ...deployless, blockNumber: blocks.number } as const
  const ours = { address: service, abi: priceOracleAbi } as const

  const [id, token, wadToSlash, minimumStake, perDay, strategies, [members, total]] =
    await multicall(client, {
      ...at,
      allowFailure: false,
      contracts: [
        { ...ours, functionName: 'SET' },
        { ...ours, functionName: 'token' },
        { ...ours, functionName: 'wadToSlash' },
        { ...ours, functionName: 'minimumStake' },
        { ...ours, functionName: 'rewardsPerDay' },
        { ...ours, functionName: 'strategies' },
        { ...ours, functionName: 'members' },
      ],
    })
  const yesterday = blocks.now / day - 1n
  const [budget, paid, latest] = await multicall(client, {
    ...at,
    contracts: [
      { address: token, abi: erc20Abi, functionName: 'balanceOf', args: [service] },
      { ...ours, functionName: 'isPaid', args: [yesterday] },
      // A bridge attester has no such thing, and an oracle none before its first round.
      { ...ours, functionName: 'latest' },
    ],
  })
  if (budget.error) throw budget.error
  if (paid.error) throw paid.error

  return {
    operatorSet: { avs: service, id },
    members: members.map((member) => ({ ...member })),
    total,
    strategies: [...strategies],
    minimumStake,
    wadToSlash,
    token,
    budget: budget.result,
    rewardsPerDay: perDay,
    yesterday: { day: yesterday, paid: paid.result },
    price: latest.result && {
      round: latest.result[0],
      value: latest.result[1],
      at: latest.result[2],
    },
    blockNumber: blocks.number,
    at: blocks.now,
  }
}

const day = 86_400n

export declare namespace readService {
  type Args = { service: Address }

  type ReturnType = {
    operatorSet: OperatorSet
    /** Each with the key that signs for it, and what its signature weighs. */
    members: { operator: Address; key: Address; weight: bigint }[]
    /** What all members weigh. Two thirds are a quorum. */
    total: bigint
    /** What it is secured by: a multiplier is what a share weighs, in parts of 10¹⁸. */
    strategies: { strategy: Address; multiplier: bigint }[]
    /** weight that a member has to keep */
    minimumStake: bigint
    /** parts in 10¹⁸ of the operator's allocation that one offence costs */
    wadToSlash: bigint
    /** Of its own, that it pays in. */
    token: Address
    /** units of the token that it has left to pay */
    budget: bigint
    /** units of the token */
    rewardsPerDay: bigint
    /** The last day that is over (days since 1970, UTC), and whether its rewards were paid. */
    yesterday: { day: bigint; paid: boolean }
    /** An oracle's newest value, of 18 decimals, and when it was posted (seconds). */
    price: { round: bigint; value: bigint; at: bigint } | undefined
    blockNumber: bigint
    /** seconds: the time of that block */
    at: bigint
  }
}
