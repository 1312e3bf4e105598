import { accrue } from './ledger/accrue.ts'
import { balanceOf, etherOf, filled, type Money, type State } from './state.ts'
import type { Address, Seconds, Shares, Wei } from './units.ts'

/** What `VaultLens.digest` hashes, in its order. */
export function stateView(
  state: State,
  { now, accounts, ids }: stateView.Args,
): stateView.ReturnType {
  const { addresses, queue, money } = state
  // The ERC-20 views count the fee that has accrued by now, the snapshot is of the words as they are stored.
  const accrued = accrue(money, state.parameters, now)

  return {
    snapshot: snapshotFields.map((field) => money[field]),
    totalSupply: accrued.shares,
    balances: accounts.map((account) =>
      account === addresses.vault ? accrued.fees : balanceOf(state, account),
    ),
    queue: {
      tail: queue.tail,
      filled: filled(queue),
      fillCount: BigInt(queue.fills.length - 1),
      lastFill: queue.fills[queue.fills.length - 1]!,
      escrowBalance: etherOf(state, addresses.escrow),
    },
    tickets: ids.map((id) => {
      const ticket = queue.tickets.get(id)
      return { size: ticket?.size ?? 0n, owner: ticket?.owner ?? addresses.zero }
    }),
  }
}

export declare namespace stateView {
  type Args = { now: Seconds; accounts: readonly Address[]; ids: readonly bigint[] }
  type ReturnType = {
    snapshot: (bigint | boolean)[]
    totalSupply: Shares
    balances: Shares[]
    queue: {
      tail: Shares
      filled: Shares
      fillCount: bigint
      lastFill: { shares: Shares; assets: Wei }
      escrowBalance: Wei
    }
    tickets: { size: Shares; owner: Address }[]
  }
}

/** `ILiquidVault.Snapshot`. */
export const snapshotFields = [
  'shares',
  'backing',
  'fees',
  'unvested',
  'deficit',
  'since',
  'until',
  'provenAt',
  'outside',
  'eligible',
  'open',
  'slashing',
  'laneUsed',
  'laneCapacity',
] as const satisfies readonly (keyof Money)[]
