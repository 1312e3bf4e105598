import { iStrategyAbi, iStrategyManagerAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import { readContract } from 'viem/actions'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { approve } from '../internal/approve.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'

/**
 * Restakes tokens: puts them into a strategy, for deposit shares. What is delegated is at the operator's service from this block on.
 *
 * Reads the strategy's token and approves the StrategyManager for it if need be; sends `depositIntoStrategy`.
 *
 * @example
 * const { depositShares } = await depositIntoStrategy(client, { deployment, strategy, amount: parseEther('1') })
 */
export async function depositIntoStrategy(
  client: CairnClient,
  args: depositIntoStrategy.Args,
): Promise<depositIntoStrategy.ReturnType> {
  const { strategy, amount } = args
  const { strategyManager } = args.deployment
  const account = accountOf(client, args.account)
  const token =
    args.token ??
    (await readContract(client, {
      address: strategy,
      abi: iStrategyAbi,
      functionName: 'underlyingToken',
    }))

  await approve(client, { account, token, spender: strategyManager, amount })
  const receipt = await transact(client, {
    account,
    to: strategyManager,
    data: encodeFunctionData({
      abi: iStrategyManagerAbi,
      functionName: 'depositIntoStrategy',
      args: [strategy, token, amount],
    }),
  })

  const [deposited] = parseEventLogs({
    abi: iStrategyManagerAbi,
    eventName: 'Deposit',
    logs: receipt.logs,
  })
  return {
    hash: receipt.transactionHash,
    strategy,
    token,
    amount,
    depositShares: deposited!.args.shares,
  }
}

export declare namespace depositIntoStrategy {
  type Args = RestakingArg<'strategyManager'> &
    AccountArg & {
      strategy: Address
      /** units of the strategy's token */
      amount: bigint
      /** The strategy's token; read from it if left out. */
      token?: Address | undefined
    }

  type ReturnType = {
    hash: Hex
    strategy: Address
    token: Address
    /** units of the token */
    amount: bigint
    /** Deposit shares: what withdrawals are queued in. Slashing doesn't change their number, but what they are worth. */
    depositShares: bigint
  }
}
