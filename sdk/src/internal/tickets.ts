import { redeemQueueAbi } from '@cairn/contracts/abi'
import { type Address, isAddressEqual } from 'viem'
import { getBlockNumber, getContractEvents, multicall } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import type { DeploymentArg } from '../deployment.ts'
import { ranges } from './logs.ts'
import { deployless } from './multicall.ts'

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

/** The tickets of `owner`, in the order of the line. Events say which it may be, `position` says which it is. */
export async function readTickets(
  client: CairnClient,
  { deployment, owner }: DeploymentArg & { owner: Address },
): Promise<Ticket[]> {
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

  const tickets = await readPositions(client, { queue, ids: [...ids] })
  return tickets
    .filter((ticket) => isAddressEqual(ticket.owner, owner))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Those of `ids` that are tickets now: a claim burns an id. */
export async function readPositions(
  client: CairnClient,
  { queue, ids }: { queue: Address; ids: readonly bigint[] },
): Promise<Ticket[]> {
  const positions = await multicall(client, {
    ...deployless,
    allowFailure: false,
    contracts: ids.map(
      (id) =>
        ({ address: queue, abi: redeemQueueAbi, functionName: 'position', args: [id] }) as const,
    ),
  })

  return positions.flatMap((position, i) => {
    if (position.size === 0n) return []
    const { owner, size, claimableShares, assets, pendingShares, ahead } = position
    const ticket = { id: ids[i]!, owner, size, claimableShares, claimableAssets: assets }
    return [{ ...ticket, pendingShares, ahead }]
  })
}
