import type { Situation } from './observe.ts'

/** wei, as booked, of an asset's units. Down. */
export function bookedOf({ assets }: Pick<Situation, 'assets'>, asset: number, units: bigint) {
  const { units: all, booked } = assets[asset]!
  if (asset === 0) return units
  return all === 0n ? 0n : (booked * units) / all
}
