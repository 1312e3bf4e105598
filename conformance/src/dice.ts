/** Where a generator's choices come from. Lower throws mean simpler cases, so that what shrinks gets simpler. */
export type Dice = {
  /** 0 … sides − 1 */
  throw(sides: number): number
}

/** Mulberry32: the same seed, the same throws, everywhere. */
export function seeded(seed: number): Dice {
  let state = seed >>> 0
  return {
    throw(sides) {
      state = (state + 0x6d2b79f5) >>> 0
      let t = Math.imul(state ^ (state >>> 15), state | 1)
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
      return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * sides)
    },
  }
}

/** Throws that were made before, each 0 … 2³² − 1; zeros after the last. */
export function recorded(throws: readonly number[]): Dice {
  let next = 0
  return {
    throw(sides) {
      const value = throws[next++] ?? 0
      return Math.floor((value / 4_294_967_296) * sides)
    },
  }
}

export function pick<value>(dice: Dice, from: readonly value[]): value {
  return from[dice.throw(from.length)]!
}

export function weighted<value>(dice: Dice, from: readonly (readonly [number, value])[]): value {
  const total = from.reduce((sum, [weight]) => sum + weight, 0)
  let left = dice.throw(total)
  for (const [weight, value] of from) {
    if (left < weight) return value
    left -= weight
  }
  return from[from.length - 1]![1]
}

/** One chance in `n`; the lowest throws say no. */
export function oneIn(dice: Dice, n: number): boolean {
  return dice.throw(n) === n - 1
}

/** 0 … max, every order of magnitude as likely as the next. */
export function upTo(dice: Dice, max: bigint): bigint {
  if (max <= 0n) return 0n
  const bits = dice.throw(max.toString(2).length + 1)
  if (bits === 0) return 0n

  const low = 1n << BigInt(bits - 1)
  const offset = (low * BigInt(dice.throw(4_294_967_296))) >> 32n
  const value = low + offset
  return value > max ? max : value
}

const uint256Max = (1n << 256n) - 1n

/** A threshold, or its neighbours. */
export function near(dice: Dice, threshold: bigint): bigint {
  const value = threshold + pick(dice, [0n, -1n, 1n])
  if (value < 0n) return 0n
  return value > uint256Max ? uint256Max : value
}
