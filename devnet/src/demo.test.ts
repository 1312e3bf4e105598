import { expect, test } from 'vitest'
import { runDemo } from './demo.ts'

test('the demo’s sentences are true: ether in, proven, out again; a loss is in the rate with the transaction that finishes proving it', async () => {
  const told: string[] = []
  const { checkpoints, earned, rates, loss, claims } = await runDemo({
    days: 2,
    tell: (line) => told.push(line),
  }).catch((error: Error) => {
    throw new Error(`${told.join('\n')}\n${error.message}`, { cause: error })
  })
  expect(checkpoints).toBeGreaterThanOrEqual(5)
  expect(earned).toBeGreaterThan(0n)
  expect(loss).toBeGreaterThan(0n)
  expect(rates.grown).toBeGreaterThan(rates.start)
  expect(rates.afterLoss).toBeLessThan(rates.beforeLoss)
  expect(claims.alice).toBeGreaterThan(5n * 10n ** 18n)
}, 600_000)
