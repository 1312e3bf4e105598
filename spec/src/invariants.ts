import { claimable } from './queue/curve.ts'
import { balanceOf, etherOf, filled, queuedShares, type State } from './state.ts'

/** Ids of those sentences of `spec/invariants.md` about a single state that `state` breaks. */
export function broken(state: State): string[] {
  const { money, queue, addresses } = state
  const line = filled(queue)

  let supply = 0n
  for (const balance of state.balances.values()) supply += balance

  let owed = 0n
  let pending = 0n
  for (const [id, ticket] of queue.tickets) {
    const { shares, assets } = claimable(queue, id, ticket)
    owed += assets
    pending += ticket.size - shares
  }
  for (const { assets } of queue.settled.values()) owed += assets

  const holds = {
    'SOLV-1': supply === money.shares,
    'SOLV-2': owed === etherOf(state, addresses.escrow),
    'SOLV-3': money.backing - money.outside <= etherOf(state, addresses.vault),
    'SOLV-4': money.unvested < money.backing,
    'FIFO-1': pending === queuedShares(queue),
    'FIFO-2': balanceOf(state, addresses.queue) === queue.tail - line,
    'FIFO-3': money.eligible <= queue.tail - line,
    'FEE-1': balanceOf(state, addresses.vault) === money.fees,
    'LANE-1': money.laneUsed <= money.laneCapacity,
  }
  return Object.entries(holds)
    .filter(([, held]) => !held)
    .map(([id]) => id)
}
