import { UsageError } from '../errors.ts'

const units: Record<string, number> = {
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 7 * 86_400,
}

/** `+30d`, `12h`, `1d12h`, in seconds. */
export function parseDuration(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)([smhdw])/g)]
  const read = parts.map(([part]) => part).join('')
  const seconds = parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit!]!, 0)
  if (read === '' || read !== text.replace(/^\+/, '') || seconds < 1)
    throw new UsageError(
      `"${text}" isn't a length of time: give one like +30d, 12h or 1d12h (s, m, h, d, w).`,
    )
  return Math.round(seconds)
}
