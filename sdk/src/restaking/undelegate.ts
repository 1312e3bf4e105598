import { iDelegationManagerAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'
import { type QueuedWithdrawal, queuedIn } from './internal/withdrawals.ts'

/**
 * Ends a delegation. All of the stake goes into the withdrawal queue, a withdrawal for each strategy, and stays slashable by the
 * operator's services until its delay has passed. An operator may send away its stakers.
 *
 * Sends `undelegate` to the DelegationManager.
 *
 * @example
 * const { withdrawals } = await undelegate(client, { deployment })
 */
export async function undelegate(
  client: CairnClient,
  args: undelegate.Args,
): Promise<undelegate.ReturnType> {
  const account = accountOf(client, args.account)
  const staker = args.staker ?? account.address
  const receipt = await transact(client, {
    account,
    to: args.deployment.delegationManager,
    data: encodeFunctionData({
      abi: iDelegationManagerAbi,
      functionName: 'undelegate',
      args: [staker],
    }),
  })
  return { hash: receipt.transactionHash, staker, withdrawals: queuedIn(receipt.logs) }
}

export declare namespace undelegate {
  type Args = RestakingArg<'delegationManager'> &
    AccountArg & {
      /** Whose delegation. The account's own if left out. */
      staker?: Address | undefined
    }

  type ReturnType = { hash: Hex; staker: Address; withdrawals: QueuedWithdrawal[] }
}
