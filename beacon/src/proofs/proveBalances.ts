import { fields, type StateView } from '../state.ts'
import { type Hex, toHex } from '../units.ts'
import { multiproof } from './multiproof.ts'
import { getNodeAtDepth } from './tree.ts'

/** Depth of the chunks of `balances` (four to a leaf), the level of the length included. */
export const balancesDepth = 39
export const balancesPerChunk = 4

/** Proves the balances of validators, by ascending index, under `balancesRoot`: each leaf that holds one of them, once. */
export function proveBalances(
  state: StateView,
  indices: readonly number[],
): { chunks: Hex[]; siblings: Hex[] } {
  const positions: number[] = []
  for (const index of indices) {
    if (index >= state.validatorCount) throw new RangeError(`No validator ${index}`)
    const position = Math.floor(index / balancesPerChunk)
    if (positions.at(-1) !== position) positions.push(position)
  }
  const list = state.field(fields.balances)
  return {
    chunks: positions.map((position) => toHex(getNodeAtDepth(list, balancesDepth, position).root)),
    siblings: multiproof(list, balancesDepth, positions),
  }
}
