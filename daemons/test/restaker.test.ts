import { afterAll, beforeAll, expect, test } from 'vitest'
import { daemonsOf, type Liquid, startLiquid } from './liquid.ts'
import { signal } from './world.ts'

let scene: Liquid
beforeAll(async () => {
  scene = await startLiquid()
})
afterAll(() => scene?.stop())

test('delegates, routes what waits, and ends a round', async () => {
  await scene.deposit('alice', '30')
  await scene.advance(2 * 3_600)
  const { restaker } = daemonsOf(scene)
  await restaker().tick(signal)
  expect(true).toBe(true)
})
