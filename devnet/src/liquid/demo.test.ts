import { expect, test } from 'vitest'
import { runLiquidDemo } from './demo.ts'

test('crETH’s demo’s sentences are true: rewards of four sources stack, two slashings of the same ether multiply and are booked at once, who drains an operator in time loses nothing to it, and what is paid and left is what came in, to the wei', async () => {
  const told: string[] = []
  const { rewards, rates, loss, covered, drained, sums } = await runLiquidDemo({
    tell: (line) => told.push(line),
  }).catch((error: Error) => {
    throw new Error(`${told.join('\n')}\n${error.message}`, { cause: error })
  })
  for (const [source, earned] of Object.entries(rewards)) expect(earned, source).toBeGreaterThan(0n)
  expect(rates.after).toBeLessThan(rates.before)
  expect(covered).toBeGreaterThan(0n)
  expect(covered).toBeLessThan(loss)
  expect(drained).toBeGreaterThan(0n)
  expect(sums.paid + sums.left).toBe(sums.in + sums.earned - sums.taken - sums.dust)
  expect(sums.left * 100n).toBeLessThan(sums.in)
}, 900_000)
