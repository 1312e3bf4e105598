import { fields, type StateView } from '../state.ts'
import type { Hex } from '../units.ts'
import { multiproof } from './multiproof.ts'
import { pubkeyRoot, signatureRoot } from './roots.ts'
import type { PendingDeposit } from './types.ts'

/** Depth of the leaves of `pending_deposits`, the level of the length included. */
export const pendingDepositsDepth = 28

/** Proves elements of `pending_deposits`, by ascending place in the list, under `pendingDepositsRoot`. */
export function provePendingDeposits(
  state: StateView,
  listIndices: readonly number[],
): { deposits: PendingDeposit[]; siblings: Hex[] } {
  return {
    deposits: listIndices.map((index) => depositOf(state, index)),
    siblings: multiproof(state.field(fields.pendingDeposits), pendingDepositsDepth, listIndices),
  }
}

/** Proves the first pending deposit. With an empty list there is none to prove: the head is a placeholder, without siblings. */
export function proveHeadDeposit(state: StateView): {
  head: PendingDeposit
  headSiblings: Hex[]
} {
  if (state.pendingDepositCount === 0) return { head: noDeposit, headSiblings: [] }
  const { deposits, siblings } = provePendingDeposits(state, [0])
  return { head: deposits[0] as PendingDeposit, headSiblings: siblings }
}

function depositOf(state: StateView, index: number): PendingDeposit {
  const deposit = state.pendingDeposit(index)
  return {
    pubkeyRoot: pubkeyRoot(deposit.pubkey),
    withdrawalCredentials: deposit.withdrawalCredentials,
    amount: deposit.amount,
    signatureRoot: signatureRoot(deposit.signature),
    slot: BigInt(deposit.slot),
  }
}

const zero: Hex = `0x${'00'.repeat(32)}`
const noDeposit: PendingDeposit = {
  pubkeyRoot: zero,
  withdrawalCredentials: zero,
  amount: 0n,
  signatureRoot: zero,
  slot: 0n,
}
