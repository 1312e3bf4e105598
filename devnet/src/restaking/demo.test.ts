import { expect, test } from 'vitest'
import { runRestakingDemo } from './demo.ts'

test('the restaking demo’s sentences are true: two services pay by proof, an operator that contradicts itself is slashed by exactly the formula, queued stake with it, and what is left gets out', async () => {
  const told: string[] = []
  const { rewards, before, after, queued, redistributed, paid } = await runRestakingDemo({
    tell: (line) => told.push(line),
  }).catch((error: Error) => {
    throw new Error(`${told.join('\n')}\n${error.message}`, { cause: error })
  })
  expect(rewards.oracle).toBeGreaterThan(0n)
  expect(rewards.bridge).toBeGreaterThan(0n)
  expect(after * 100n).toBe(before * 97n)
  expect(queued.after * 100n).toBe(queued.before * 97n)
  expect(redistributed).toBeGreaterThan(0n)
  expect(paid).toBeLessThan(queued.before)
}, 600_000)
