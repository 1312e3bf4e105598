/** Something that stands at a height; the lowest are raised first. */
export type Vessel = { id: number; height: bigint }

/**
 * Shares `amount` out so that the lowest come level, none above `ceiling`. Nobody gets less than `minimum`, so among
 * many of a height only as many are raised as it goes round for: fewest ids first.
 */
export function level(
  vessels: readonly Vessel[],
  { amount, minimum, ceiling }: level.Options,
): { id: number; amount: bigint }[] {
  const open = vessels
    .filter(({ height }) => ceiling - height >= minimum)
    .sort((a, b) => (a.height < b.height ? -1 : a.height > b.height ? 1 : a.id - b.id))

  let best: { surface: bigint; count: number } | undefined
  let sum = 0n
  for (const [i, { height }] of open.entries()) {
    sum += height
    const surface = smaller(floorDivide(amount + sum, BigInt(i + 1)), ceiling)
    if (surface - height >= minimum) best = { surface, count: i + 1 }
  }
  if (!best) return []
  const { surface, count } = best
  return open.slice(0, count).map(({ id, height }) => ({ id, amount: surface - height }))
}

export declare namespace level {
  type Options = { amount: bigint; minimum: bigint; ceiling: bigint }
}

const smaller = (a: bigint, b: bigint) => (a < b ? a : b)

// Heights may be negative, and BigInt division truncates.
function floorDivide(a: bigint, b: bigint) {
  const quotient = a / b
  return a % b < 0n ? quotient - 1n : quotient
}
