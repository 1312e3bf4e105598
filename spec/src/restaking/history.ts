import type { Blocks } from '../units.ts'

/** Values by the block from whose end on they hold; the newest is last. */
export type History = readonly { block: Blocks; value: bigint }[]

export function latest(history: History, otherwise: bigint): bigint {
  return history[history.length - 1]?.value ?? otherwise
}

/** The value at the end of `block`; of a block before the first, `otherwise`. */
export function atBlock(history: History, block: Blocks, otherwise: bigint): bigint {
  for (let i = history.length - 1; i >= 0; i--)
    if (history[i]!.block <= block) return history[i]!.value
  return otherwise
}

/** Within a block the last value counts. */
export function pushed(history: History, block: Blocks, value: bigint): History {
  const before = history[history.length - 1]?.block === block ? history.slice(0, -1) : history
  return [...before, { block, value }]
}
