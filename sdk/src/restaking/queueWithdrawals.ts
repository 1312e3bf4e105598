import { iDelegationManagerAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex, zeroAddress } from 'viem'
import { readContract } from 'viem/actions'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { NothingDepositedError } from '../errors/client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'
import { type QueuedWithdrawal, queuedIn } from './internal/withdrawals.ts'

/**
 * Puts stake into the withdrawal queue, one withdrawal a strategy so that none waits for another. Until the delay has passed it can
 * still be slashed; then `completeQueuedWithdrawals` pays it.
 *
 * Reads the account's deposit shares where it is told what they are worth, or all; sends `queueWithdrawals` to the
 * DelegationManager.
 *
 * @example
 * const { withdrawals } = await queueWithdrawals(client, { deployment, parts: [{ strategy, depositShares: 'all' }] })
 */
export async function queueWithdrawals(
  client: CairnClient,
  args: queueWithdrawals.Args,
): Promise<queueWithdrawals.ReturnType> {
  const { deployment, parts } = args
  const account = accountOf(client, args.account)
  const staker = account.address
  const depositShares = await Promise.all(
    parts.map((part) => depositSharesOf(client, { deployment, staker, part })),
  )

  const receipt = await transact(client, {
    account,
    to: deployment.delegationManager,
    data: encodeFunctionData({
      abi: iDelegationManagerAbi,
      functionName: 'queueWithdrawals',
      args: [
        parts.map(({ strategy }, i) => ({
          strategies: [strategy],
          depositShares: [depositShares[i]!],
          deprecatedWithdrawer: zeroAddress,
        })),
      ],
    }),
  })
  return { hash: receipt.transactionHash, staker, withdrawals: queuedIn(receipt.logs) }
}

async function depositSharesOf(
  client: CairnClient,
  { deployment, staker, part }: RestakingArg<'delegationManager'> & { staker: Address; part: Part },
): Promise<bigint> {
  const delegation = { address: deployment.delegationManager, abi: iDelegationManagerAbi } as const
  const { strategy } = part
  if (part.withdrawableShares !== undefined) {
    const [shares] = await readContract(client, {
      ...delegation,
      functionName: 'convertToDepositShares',
      args: [staker, [strategy], [part.withdrawableShares]],
    })
    return shares!
  }
  if (part.depositShares !== 'all') return part.depositShares

  const [, [shares]] = await readContract(client, {
    ...delegation,
    functionName: 'getWithdrawableShares',
    args: [staker, [strategy]],
  })
  if (shares === 0n) throw new NothingDepositedError(staker, strategy)
  return shares!
}

type Part = { strategy: Address } & (
  | {
      /** Deposit shares, as `readRestaked` tells them, or all of them. */
      depositShares: bigint | 'all'
      withdrawableShares?: undefined
    }
  | {
      /** Shares after slashing. Rounded down twice on the way back, so it queues a few wei less. */
      withdrawableShares: bigint
      depositShares?: undefined
    }
)

export declare namespace queueWithdrawals {
  type Args = RestakingArg<'delegationManager'> & AccountArg & { parts: readonly Part[] }

  type ReturnType = { hash: Hex; staker: Address; withdrawals: QueuedWithdrawal[] }
}
