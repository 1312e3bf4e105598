/** `digits / 10^scale`. A weight of whole shares has scale 0. */
export type Decimal = { digits: bigint; scale: number }

export const toDecimal = (digits: bigint): Decimal => ({ digits, scale: 0 })

export const zero = toDecimal(0n)

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return { digits: atScale(a, scale) + atScale(b, scale), scale }
}

export function multiply(a: Decimal, factor: bigint): Decimal {
  return { digits: a.digits * factor, scale: a.scale }
}

export const sum = (decimals: Iterable<Decimal>) => [...decimals].reduce(add, zero)

export function floor({ digits, scale }: Decimal): bigint {
  return digits / 10n ** BigInt(scale)
}

/** The digits of `a` with `scale` of them, at least its own, behind the point. */
export function atScale(a: Decimal, scale: number): bigint {
  return a.digits * 10n ** BigInt(scale - a.scale)
}
