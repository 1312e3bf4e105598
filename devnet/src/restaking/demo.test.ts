import { expect, test } from 'vitest'
import { runRestakingDemo } from './demo.ts'

test('the restaking demo’s sentences are true: two services pay by proof, an operator that contradicts itself is slashed by exactly the formula, queued stake with it, and what is left gets out', async () => {
  const told: string[] = []
  const { rewards, before, after, queued, redistributed, paid, native } = await runRestakingDemo({
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
  expect(native.paid).toBeGreaterThan((native.queued * 80n) / 100n)
  expect(native.paid).toBeLessThan((native.queued * 875n) / 1_000n)
}, 900_000)
