import { redeemQueueAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import type { VaultArg } from '../deployment.ts'
import { transact } from '../internal/transact.ts'

/**
 * Gives a ticket, and with it its place in the line, to another.
 *
 * Sends ERC-721's `transferFrom` to the queue.
 *
 * @example
 * await transferTicket(client, { deployment, id, to: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8' })
 */
export async function transferTicket(
  client: CairnClient,
  args: transferTicket.Args,
): Promise<transferTicket.ReturnType> {
  const { deployment, id, to } = args
  const account = accountOf(client, args.account)

  const receipt = await transact(client, {
    account,
    to: deployment.queue,
    data: encodeFunctionData({
      abi: redeemQueueAbi,
      functionName: 'transferFrom',
      args: [account.address, to, id],
    }),
  })
  return { hash: receipt.transactionHash, id, to }
}

export declare namespace transferTicket {
  type Args = VaultArg<'queue'> &
    AccountArg & {
      /** The ticket. */
      id: bigint
      to: Address
    }

  type ReturnType = { hash: Hex; id: bigint; to: Address }
}
