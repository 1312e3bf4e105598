/** Ids in the order of their beacon indices, as the runs of consecutive ids that `prove` takes. */
export function toRuns(ids: readonly number[]) {
  const runs: { first: number; count: number }[] = []
  for (const id of ids) {
    const last = runs.at(-1)
    if (last && last.first + last.count === id) last.count++
    else runs.push({ first: id, count: 1 })
  }
  return runs
}
