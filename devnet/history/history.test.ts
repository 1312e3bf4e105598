import { describe, expect, test } from 'vitest'
import { runHistory } from './history.ts'

// CAIRN_HISTORIES=7,8,9 npx vitest run devnet/history tells these; CAIRN_HISTORY_STEPS makes them longer.
const seeds = (process.env.CAIRN_HISTORIES ?? '1,2').split(',').map(Number)
const steps = Number(process.env.CAIRN_HISTORY_STEPS ?? 300)

describe('every checkpoint of a random history counts what is there, to the wei', () => {
  test.each(seeds)(
    'seed %i: no false gain, no false loss (CKPT-1)',
    async (seed) => {
      console.log(`history of seed ${seed}, ${steps} steps`)
      const { reckoning, counts } = await runHistory({ seed, steps })
      console.log(counts, `${reckoning.findings.length} checkpoints`)
      expect(reckoning.findings.length).toBeGreaterThan(3)
    },
    600_000,
  )
})
