import { iStrategyAbi } from '@cairn/contracts/abi'
import { restaking } from '@cairn/spec'
import type { Address } from 'viem'
import { readContract } from 'viem/actions'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { FullySlashedError, NewSharesZeroError } from '../errors/restaking/index.ts'
import type { RestakingArg } from './deployment.ts'
import { readStake } from './internal/readStake.ts'

/**
 * What a deposit would add to the account's stake at the newest block. Throws where the contracts would refuse.
 *
 * Reads the strategy's rate and the account's stake in it; computes with the spec.
 *
 * @example
 * const { depositShares } = await quoteDepositIntoStrategy(client, { deployment, strategy, amount: parseEther('1') })
 */
export async function quoteDepositIntoStrategy(
  client: CairnClient,
  args: quoteDepositIntoStrategy.Args,
): Promise<quoteDepositIntoStrategy.ReturnType> {
  const { deployment, strategy, amount } = args
  const staker = accountOf(client, args.account).address
  const stake = await readStake(client, { deployment, staker, strategy })
  const added = await readContract(client, {
    address: strategy,
    abi: iStrategyAbi,
    functionName: 'underlyingToSharesView',
    args: [amount],
    blockNumber: stake.blocks.number,
  })
  if (added === 0n) throw new NewSharesZeroError()
  if (stake.factor === 0n) throw new FullySlashedError()

  const { depositShares: held, scalingFactor, factor } = stake
  const scaling = restaking.rescaleDown(scalingFactor, factor, { held, added })
  return {
    amount,
    depositShares: added,
    withdrawableBefore: restaking.withdrawableDown(held, scalingFactor, factor),
    withdrawableAfter: restaking.withdrawableDown(held + added, scaling, factor),
    at: stake.blocks.now,
  }
}

export declare namespace quoteDepositIntoStrategy {
  type Args = RestakingArg<'delegationManager' | 'allocationManager' | 'eigenPodManager'> &
    AccountArg & {
      strategy: Address
      /** units of the strategy's token */
      amount: bigint
    }

  type ReturnType = {
    /** units of the strategy's token */
    amount: bigint
    /** deposit shares that it would mint */
    depositShares: bigint
    /** shares that could be withdrawn without it */
    withdrawableBefore: bigint
    /** and with it. Where much was slashed, roundings may cost a deposit a few units. */
    withdrawableAfter: bigint
    /** seconds: the time that this is priced at */
    at: bigint
  }
}
