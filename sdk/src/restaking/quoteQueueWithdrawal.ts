import { restaking } from '@cairn/spec'
import type { Address } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { NothingDepositedError } from '../errors/client.ts'
import { SharesAmountTooHighError } from '../errors/restaking/index.ts'
import type { RestakingArg } from './deployment.ts'
import { readStake, readWorth } from './internal/readStake.ts'

/**
 * What a withdrawal would pay, when it would be ready, and the least it could pay: if until then every operator set that the operator
 * promised something to took all of that.
 *
 * Reads the account's stake and its operator's promises; computes with the spec.
 *
 * @example
 * const { worth, least, readyAt } = await quoteQueueWithdrawal(client, { deployment, strategy, depositShares: 'all' })
 */
export async function quoteQueueWithdrawal(
  client: CairnClient,
  args: quoteQueueWithdrawal.Args,
): Promise<quoteQueueWithdrawal.ReturnType> {
  const { deployment, strategy } = args
  const staker = accountOf(client, args.account).address
  const stake = await readStake(client, { deployment, staker, strategy })
  if (stake.depositShares === 0n) throw new NothingDepositedError(staker, strategy)

  const { blocks, scalingFactor, factor, leastFactor } = stake
  const depositShares = args.depositShares === 'all' ? stake.depositShares : args.depositShares
  if (depositShares > stake.depositShares) throw new SharesAmountTooHighError()

  const scaled = restaking.scaleDown(depositShares, scalingFactor)
  const shares = restaking.payableDown(scaled, factor)
  const least = restaking.payableDown(scaled, leastFactor)
  const { token, worth } = await readWorth(client, {
    strategy,
    shares: [shares, least],
    blockNumber: blocks.number,
  })
  // Queued in the next block at the earliest, and complete in the block after the delay.
  const readyBlock = blocks.number + 1n + stake.withdrawalDelay + 1n
  return {
    strategy,
    token,
    depositShares,
    shares,
    worth: worth[0]!,
    least: worth[1]!,
    readyBlock,
    readyAt: blocks.timeOf(readyBlock),
    at: blocks.now,
  }
}

export declare namespace quoteQueueWithdrawal {
  type Args = RestakingArg<'delegationManager' | 'allocationManager' | 'eigenPodManager'> &
    AccountArg & {
      strategy: Address
      /** Deposit shares, or all of them. */
      depositShares: bigint | 'all'
    }

  type ReturnType = {
    strategy: Address
    /** Undefined for native ether. */
    token: Address | undefined
    depositShares: bigint
    /** shares that it would pay now */
    shares: bigint
    /** units of the token (or wei) that they are worth */
    worth: bigint
    /** units of the token (or wei) that would be left at worst; beacon penalties come on top */
    least: bigint
    /** The first block that it can be completed in, if it is queued in the next. */
    readyBlock: bigint
    /** seconds: that block's time, estimated from the pace of the chain */
    readyAt: bigint
    /** seconds: the time that this is priced at */
    at: bigint
  }
}
