import { UsageError } from '../errors.ts'

/** How many days to look back. */
export function parseDays(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) > 0) return Number(text)
  throw new UsageError(`"${text}" is no number of days: give one like 7.`)
}
