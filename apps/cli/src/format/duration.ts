const steps = [
  { unit: 'd', seconds: 86_400 },
  { unit: 'h', seconds: 3_600 },
  { unit: 'min', seconds: 60 },
  { unit: 's', seconds: 1 },
] as const

/** The two largest units that say something: `2 d 3 h`, `45 min`, `12 s`. */
export function formatDuration(seconds: bigint | number): string {
  let rest = Math.abs(Number(seconds))
  const first = steps.findIndex((step) => rest >= step.seconds)
  if (first === -1) return '0 s'

  const parts: string[] = []
  for (const { unit, seconds: size } of steps.slice(first, first + 2)) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) parts.push(`${count} ${unit}`)
  }
  return parts.join(' ')
}

/** A time of the chain against its own clock: `3 h 12 min ago`, `in 45 min`, `now`. */
export function formatRelative(at: bigint, now: bigint): string {
  if (at === now) return 'now'
  return at < now ? `${formatDuration(now - at)} ago` : `in ${formatDuration(at - now)}`
}

/** `2026-11-22 12:00:03 UTC` */
export function formatTime(seconds: bigint): string {
  const iso = new Date(Number(seconds) * 1000).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
}
