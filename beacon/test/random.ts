/** Seeded, and says its seed: `CAIRN_SEED` repeats a run. */
export function random(seed = Number(process.env.CAIRN_SEED ?? Date.now() % 2 ** 32)) {
  console.info(`seed ${seed}`)
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    seed,
    below: (limit: number) => Math.floor(next() * limit),
    /** `count` distinct numbers below `limit`, ascending. */
    pick(count: number, limit: number): number[] {
      const picked = new Set<number>()
      while (picked.size < count) picked.add(Math.floor(next() * limit))
      return [...picked].sort((a, b) => a - b)
    },
  }
}
