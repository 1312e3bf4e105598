import { UsageError } from '../errors.ts'

/** `2026-11-22`, as the number of its day since 1970 (UTC). */
export function parseDay(text: string): bigint {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(time)) throw new UsageError(`"${text}" isn't a day: give one like 2026-11-22.`)
  return BigInt(time / 86_400_000)
}
