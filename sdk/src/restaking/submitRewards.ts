import { iRewardsCoordinatorAbi } from '@cairn/contracts/abi'
import { type Address, type ContractFunctionArgs, encodeFunctionData, type Hex } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { approve } from '../internal/approve.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'
import type { OperatorSet } from './types.ts'

/**
 * Pays rewards for an operator set, out of the account: by the stake that was unique to it, by all the stake of its operators, or what
 * each operator is named. The tokens are the RewardsCoordinator's at once, and there is no way back.
 *
 * Approves the RewardsCoordinator if need be; sends one of its `create…Submission` functions.
 *
 * @example
 * await submitRewards(client, { deployment, operatorSet, by: 'uniqueStake', token, amount, strategies, start, duration })
 */
export async function submitRewards(
  client: CairnClient,
  args: submitRewards.Args,
): Promise<submitRewards.ReturnType> {
  const { rewardsCoordinator } = args.deployment
  const { token, operatorSet } = args
  const account = accountOf(client, args.account)
  const amount =
    args.by === 'operator'
      ? args.operatorRewards.reduce((sum, reward) => sum + reward.amount, 0n)
      : args.amount

  await approve(client, { account, token, spender: rewardsCoordinator, amount })
  const receipt = await transact(client, { account, to: rewardsCoordinator, data: dataOf(args) })
  return { hash: receipt.transactionHash, operatorSet, token, amount }
}

function dataOf(args: submitRewards.Args): Hex {
  const { operatorSet } = args
  const common = {
    strategiesAndMultipliers: ascending(args.strategies, ({ strategy }) => strategy),
    token: args.token,
    startTimestamp: Number(args.start),
    duration: Number(args.duration),
  }
  switch (args.by) {
    case 'uniqueStake':
      return encodeFunctionData({
        abi: iRewardsCoordinatorAbi,
        functionName: 'createUniqueStakeRewardsSubmission',
        args: [operatorSet, [{ ...common, amount: args.amount }]],
      })
    case 'totalStake':
      return encodeFunctionData({
        abi: iRewardsCoordinatorAbi,
        functionName: 'createTotalStakeRewardsSubmission',
        args: [operatorSet, [{ ...common, amount: args.amount }]],
      })
    case 'operator': {
      const operatorRewards = ascending(args.operatorRewards, ({ operator }) => operator)
      return encodeFunctionData({
        abi: iRewardsCoordinatorAbi,
        functionName: 'createOperatorDirectedOperatorSetRewardsSubmission',
        args: [operatorSet, [{ ...common, operatorRewards, description: args.description ?? '' }]],
      })
    }
  }
}

function ascending<item>(items: readonly item[], addressOf: (item: item) => Address): item[] {
  return [...items].sort((a, b) => (BigInt(addressOf(a)) < BigInt(addressOf(b)) ? -1 : 1))
}

export declare namespace submitRewards {
  type Submission = ContractFunctionArgs<
    typeof iRewardsCoordinatorAbi,
    'nonpayable',
    'createOperatorDirectedOperatorSetRewardsSubmission'
  >[1][number]

  type Common = RestakingArg<'rewardsCoordinator'> &
    AccountArg & {
      operatorSet: OperatorSet
      token: Address
      /** How much a share of each counts, in parts of 10¹⁸. In any order. */
      strategies: Submission['strategiesAndMultipliers']
      /** seconds, on an interval */
      start: bigint
      /** seconds, whole intervals */
      duration: bigint
    }

  type Args = Common &
    (
      | {
          by: 'uniqueStake' | 'totalStake'
          /** units of the token, for the whole duration */
          amount: bigint
        }
      | {
          by: 'operator'
          /** units of the token for each operator, which shares them with its stakers. In any order. */
          operatorRewards: Submission['operatorRewards']
          description?: string | undefined
        }
    )

  type ReturnType = {
    hash: Hex
    operatorSet: OperatorSet
    token: Address
    /** units of the token */
    amount: bigint
  }
}
