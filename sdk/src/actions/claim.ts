import { redeemQueueAbi } from '@cairn/contracts/abi'
import {
  type Address,
  encodeFunctionData,
  type Hex,
  maxUint256,
  parseEventLogs,
  zeroAddress,
} from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import type { VaultArg } from '../deployment.ts'
import { readOwned } from '../internal/readState.ts'
import { findTickets, ticketsOf } from '../internal/tickets.ts'
import { transact } from '../internal/transact.ts'

/**
 * Pays out, in ether, what is filled of a ticket. What isn't filled yet stays in the line, as a new ticket.
 *
 * Sends `claim` to the queue.
 *
 * @example
 * const { assets, remainder } = await claim(client, { deployment, id })
 */
export async function claim(client: CairnClient, args: claim.Args): Promise<claim.ReturnType> {
  const { deployment, id, minAssets = 0n, deadline = maxUint256 } = args
  const account = accountOf(client, args.account)
  const receiver = args.receiver ?? account.address

  const receipt = await transact(client, {
    account,
    to: deployment.queue,
    data: encodeFunctionData({
      abi: redeemQueueAbi,
      functionName: 'claim',
      args: [id, receiver, minAssets, deadline],
    }),
  })

  const [claimed] = parseEventLogs({
    abi: redeemQueueAbi,
    eventName: 'Claimed',
    logs: receipt.logs,
  })
  const minted = parseEventLogs({
    abi: redeemQueueAbi,
    eventName: 'Transfer',
    logs: receipt.logs,
  }).find((log) => log.args.from === zeroAddress)
  const { shares, assets } = claimed!.args
  return {
    hash: receipt.transactionHash,
    id,
    shares,
    assets,
    remainder: minted?.args.id,
    receiver,
  }
}

export declare namespace claim {
  type Args = VaultArg<'queue'> &
    AccountArg & {
      /** The ticket. */
      id: bigint
      /** Who gets the ether. The account if left out. */
      receiver?: Address | undefined
      /** wei; nothing is refused if left out. A claim's worth is fixed by its fills. */
      minAssets?: bigint | undefined
      /** seconds; none if left out. */
      deadline?: bigint | undefined
    }

  type ReturnType = {
    hash: Hex
    id: bigint
    /** shares that were filled, 18 decimals */
    shares: bigint
    /** wei paid */
    assets: bigint
    /** The ticket for what isn't filled yet, if anything isn't. */
    remainder: bigint | undefined
    receiver: Address
  }
}

/**
 * Claims every ticket of the account of which anything is filled, one transaction each.
 *
 * Finds the tickets in the queue's `Transfer` events and checks each by `position`; sends `claim` for each.
 *
 * @example
 * const claims = await claimAll(client, { deployment })
 */
export async function claimAll(
  client: CairnClient,
  args: claimAll.Args,
): Promise<claim.ReturnType[]> {
  const { deployment, receiver } = args
  const account = accountOf(client, args.account)
  const ids = await findTickets(client, { deployment, owner: account.address })
  const { owned } = await readOwned(client, { deployment, owner: account.address, ids })

  const claims: claim.ReturnType[] = []
  for (const { id, claimableShares } of ticketsOf(owned, ids))
    if (claimableShares > 0n)
      claims.push(await claim(client, { deployment, account, id, receiver }))
  return claims
}

export declare namespace claimAll {
  type Args = VaultArg<'vault' | 'queue' | 'lens'> &
    AccountArg & {
      /** Who gets the ether. The account if left out. */
      receiver?: Address | undefined
    }
}
