import type { Seconds, Shares, Wei } from '../units.ts'

/** A rate as it was read: what all shares were worth, at a time. */
export type Observation = { at: Seconds; assets: Wei; supply: Shares }

/** By how many parts in 10¹⁸ a share grew in a year's time, had it gone on as from `from` to `to`. Simple interest. */
export function growthPerYear(from: Observation, to: Observation): bigint {
  if (to.at <= from.at) return 0n

  const before = from.assets * to.supply
  const after = to.assets * from.supply
  return ((after - before) * scale * secondsPerYear) / (before * (to.at - from.at))
}

/** `assets` after `seconds` of growth at `perYear` parts in 10¹⁸. An estimate, never below 0. */
export function grown(assets: Wei, perYear: bigint, seconds: Seconds): Wei {
  const after = assets + (assets * perYear * seconds) / (scale * secondsPerYear)
  return after > 0n ? after : 0n
}

const scale = 10n ** 18n
const secondsPerYear = 31_557_600n
