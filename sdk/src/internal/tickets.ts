import { redeemQueueAbi } from '@cairn/contracts/abi'
import { type Address, isAddressEqual } from 'viem'
import { getBlockNumber, getContractEvents } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import type { VaultArg } from '../deployment.ts'
import { ranges } from './logs.ts'
import type { OwnerState } from './readState.ts'

export type Ticket = {
  /** Its place in the line, in shares of 18 decimals. */
  id: bigint
  owner: Address
  /** shares, 18 decimals */
  size: bigint
  /** shares that are filled, 18 decimals */
  claimableShares: bigint
  /** wei that they were filled for */
  claimableAssets: bigint
  /** shares that aren't, 18 decimals */
  pendingShares: bigint
  /** shares before the pending ones in the line, 18 decimals */
  ahead: bigint
}

/** Every ticket that `owner` was ever given, by the queue's events. Some are gone: `ticketsOf` knows which. */
export async function findTickets(
  client: CairnClient,
  { deployment, owner }: VaultArg<'queue'> & { owner: Address },
): Promise<bigint[]> {
  const { queue, fromBlock = 0n } = deployment
  const head = await getBlockNumber(client, { cacheTime: 0 })

  const ids = new Set<bigint>()
  for (const { from, to } of ranges(fromBlock, head)) {
    const logs = await getContractEvents(client, {
      address: queue,
      abi: redeemQueueAbi,
      eventName: 'Transfer',
      args: { to: owner },
      fromBlock: from,
      toBlock: to,
      strict: true,
    })
    for (const { args } of logs) ids.add(args.id)
  }
  return [...ids].sort((a, b) => (a < b ? -1 : 1))
}

/** Those of `ids` that are the owner's now, in the order of the line. */
export function ticketsOf({ owner, positions }: OwnerState, ids: readonly bigint[]): Ticket[] {
  return positions.flatMap(({ assets, ...position }, i) =>
    isAddressEqual(position.owner, owner)
      ? [{ id: ids[i]!, ...position, claimableAssets: assets }]
      : [],
  )
}
