/** What something was, and from when on (seconds since 1970), in the order of time. */
export type Timeline<T> = { time: number; value: T }[]

/** Behind whatever is already known of that time. */
export function record<T>(timeline: Timeline<T>, time: number, value: T) {
  timeline.splice(countBefore(timeline, time + 1), 0, { time, value })
}

/** What it was at the last moment before `time`. */
export function before<T>(timeline: Timeline<T> | undefined, time: number): T | undefined {
  return timeline?.[countBefore(timeline, time) - 1]?.value
}

/** What it became from `start` on, and before `end`. */
export function within<T>(timeline: Timeline<T>, start: number, end: number): T[] {
  return timeline
    .slice(countBefore(timeline, start), countBefore(timeline, end))
    .map(({ value }) => value)
}

export const latest = <T>(timeline: Timeline<T> | undefined) => timeline?.at(-1)?.value

function countBefore(timeline: Timeline<unknown>, time: number) {
  let [low, high] = [0, timeline.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (timeline[middle]!.time < time) low = middle + 1
    else high = middle
  }
  return low
}
