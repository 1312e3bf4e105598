import { min } from './math.ts'

/** Blocks asked for at a time: what public nodes allow. */
export const logSpan = 10_000n

/** Splits `from … to` into ranges that a node answers. */
export function ranges(from: bigint, to: bigint, span = logSpan): { from: bigint; to: bigint }[] {
  const list: { from: bigint; to: bigint }[] = []
  for (let start = from; start <= to; start += span)
    list.push({ from: start, to: min(start + span - 1n, to) })
  return list
}
