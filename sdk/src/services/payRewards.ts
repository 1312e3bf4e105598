import { priceOracleAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import { getBlock } from 'viem/actions'
import type { AccountArg, CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'

/**
 * Has a service submit a day's rewards out of its own budget. Anyone may, once a day, when the day is over.
 *
 * Sends `payRewards` to the service, which submits to the RewardsCoordinator.
 *
 * @example
 * const { amount } = await payRewards(client, { service: deployment.avs.oracle })
 */
export async function payRewards(
  client: CairnClient,
  { account, service, ...args }: payRewards.Args,
): Promise<payRewards.ReturnType> {
  // By the chain's clock, not this machine's: the two differ on a devnet.
  const day = args.day ?? (await getBlock(client)).timestamp / 86_400n - 1n
  const receipt = await transact(client, {
    account,
    to: service,
    data: encodeFunctionData({ abi: priceOracleAbi, functionName: 'payRewards', args: [day] }),
  })
  const [paid] = parseEventLogs({
    abi: priceOracleAbi,
    eventName: 'RewardsPaid',
    logs: receipt.logs,
  })
  return { hash: receipt.transactionHash, service, day, amount: paid!.args.amount }
}

export declare namespace payRewards {
  type Args = AccountArg & {
    service: Address
    /** days since 1970, UTC. Yesterday if left out. */
    day?: bigint | undefined
  }

  type ReturnType = {
    hash: Hex
    service: Address
    day: bigint
    /** units of the service's token */
    amount: bigint
  }
}
