export const uint32Max = (1n << 32n) - 1n
export const uint80Max = (1n << 80n) - 1n
export const uint88Max = (1n << 88n) - 1n
export const uint256Max = (1n << 256n) - 1n

export function mulDivDown(a: bigint, b: bigint, divisor: bigint): bigint {
  return (a * b) / divisor
}

export function mulDivUp(a: bigint, b: bigint, divisor: bigint): bigint {
  return (a * b + divisor - 1n) / divisor
}

export function divUp(a: bigint, divisor: bigint): bigint {
  return (a + divisor - 1n) / divisor
}

export function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

export function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

/** `a - b`, or 0 where that would be negative. */
export function saturatingSub(a: bigint, b: bigint): bigint {
  return a > b ? a - b : 0n
}
