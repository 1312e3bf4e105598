import { expect, test } from 'vitest'
import { runHistory } from './history.ts'

/** What has to have happened, in one history or another, before they may end. */
const acts = [
  'strangerTopUp',
  'topUp then exit', // a deposit that its validator's exit postpones
  'topUp and open', // in one block
  'excessRequeued', // a head of slot 0
  'partialWithdrawal',
  'slash',
  'proveSlashing',
  'proveExit',
  'settle',
  'arrived at the pin',
  'abandon',
  'donate',
  'fill',
  'claim',
  'redeemInstant',
]

// CAIRN_HISTORIES=7,8,9 tells these and no others; CAIRN_HISTORY_STEPS makes them longer.
const chosen = process.env.CAIRN_HISTORIES?.split(',').map(Number)
const steps = Number(process.env.CAIRN_HISTORY_STEPS ?? 300)

test('after every checkpoint of random histories, backing is what is there at its pin, and its gain or loss is what was earned and given (CKPT-1, CKPT-3, FLIGHT-2, SWEEP-1)', async () => {
  const missing = new Set(acts)
  const seeds = chosen ?? Array.from({ length: 8 }, (_, index) => index + 1)
  for (const seed of seeds) {
    const { reckoning, counts } = await runHistory({ seed, steps }).catch((error: Error) => {
      throw new Error(`In the history of seed ${seed}, ${steps} steps: ${error.message}`, {
        cause: error,
      })
    })
    expect(reckoning.findings.length).toBeGreaterThan(0)
    console.log(`seed ${seed}: ${reckoning.findings.length} checkpoints, each to the wei`)
    for (const act of Object.keys(counts)) missing.delete(act)
    if (!chosen && missing.size === 0) return
  }
  if (!chosen) expect([...missing]).toEqual([])
}, 900_000)
