/** gwei: what is worth a transaction of its own */
export const portion = 32_000_000_000n

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

/**
 * The same, but for each at least `portion`, or all there is if that is less: every share costs a transaction. Where that
 * finds no room, at least `minimum`.
 */
export function levelInPortions(
  vessels: readonly Vessel[],
  { portion, ...options }: level.Options & { portion: bigint },
) {
  const { amount, minimum } = options
  const wanted = smaller(amount, portion)
  const lifts = wanted > minimum ? level(vessels, { ...options, minimum: wanted }) : []
  return lifts.length > 0 ? lifts : level(vessels, options)
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
