import { parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { daemonsOf, journal, type Liquid, startLiquid } from './liquid.ts'
import { atBroadcast, isBroadcast, type Kill, killing, never, signal } from './world.ts'

// As for csETH's daemons: killed at every broadcast, before and after it, and at requests drawn by lot, then continued by a fresh
// one that knows nothing of it.

let scene: Liquid
beforeAll(async () => {
  scene = await startLiquid()
})
afterAll(() => scene?.stop())

describe('a restaker (DUTY-1, DUTY-2)', () => {
  // What the lane is short of stays out of it.
  const options = { minWanted: parseEther('1000'), minGain: parseEther('1000') }
  let requests: number

  /** A deposit to be spread, and a round that is due. */
  async function round(kill: Kill) {
    await scene.deposit('alice', '9')
    await scene.advance(3_600)
    const from = await scene.publicClient.getBlockNumber({ cacheTime: 0 })
    const request = killing(scene, kill)
    const tick = daemonsOf(scene, { request }).restaker(options).tick(signal)
    const outcome = await tick.then(
      () => 'done',
      () => 'died',
    )
    await daemonsOf(scene).restaker(options).tick(signal)
    const again = killing(scene, never)
    await daemonsOf(scene, { request: again }).restaker(options).tick(signal)
    expect(again.methods.filter(isBroadcast)).toEqual([])
    return { outcome, requests: request.methods.length, sent: await journal(scene, from, 'keeper') }
  }

  const undisturbed = ['openRound', 'sync', 'sync', 'sync', 'route', 'route', 'route']

  test('ends a round and spreads a deposit, if nothing disturbs it', async () => {
    await round(never)
    const { sent, ...rest } = await round(never)
    expect(sent).toEqual(undisturbed)
    requests = rest.requests
  })

  for (const [i, duty] of undisturbed.entries())
    test.each(['before', 'after'] as const)(
      `killed %s broadcast ${i + 1}, ${duty}`,
      async (moment) => {
        const { outcome, sent } = await round({ moment, at: atBroadcast(i + 1) })
        expect(outcome).toBe('died')
        expect(sent).toEqual(undisturbed)
      },
    )

  test('killed at any request', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31)
    for (let draw = 1; draw <= 4; draw++) {
      const nth = 1 + ((seed * draw) % requests)
      const moment = draw % 2 === 0 ? 'before' : 'after'
      const { sent } = await round({ moment, at: ({ length }) => length === nth })
      expect(sent, `seed ${seed}, ${moment} request ${nth}`).toEqual(undisturbed)
    }
  })
})

describe('a podkeeper (DUTY-1, DUTY-2)', () => {
  const options = { patience: 3_600, minWanted: parseEther('1000'), minGain: parseEther('1000') }

  /** An open round, with three pods to be proven to it. */
  async function round(kill: Kill) {
    await scene.advance(2 * 3_600)
    await daemonsOf(scene).restaker(options).tick(signal)
    await daemonsOf(scene).restaker(options).tick(signal)
    const from = await scene.publicClient.getBlockNumber({ cacheTime: 0 })
    const tick = daemonsOf(scene, { request: killing(scene, kill) })
      .podkeeper()
      .tick(signal)
    await tick.catch(() => {})
    await daemonsOf(scene).podkeeper().tick(signal)
    const sent = await journal(scene, from, 'watcher')
    await daemonsOf(scene).restaker(options).tick(signal)
    return sent
  }

  const proof = ['startCheckpoint', 'verifyCheckpointMultiproof']
  const undisturbed = [...proof, ...proof, ...proof]

  test('proves every pod to an open round, if nothing disturbs it', async () => {
    await daemonsOf(scene).podkeeper().tick(signal)
    await scene.depositEther('bob', '120')
    for (const index of [0, 1, 2]) await scene.bring(index)
    for (const hours of [1, 2, 1]) {
      await scene.advance(hours * 3_600)
      await daemonsOf(scene).podkeeper().tick(signal)
    }
    await round(never)
    expect(await round(never)).toEqual(undisturbed)
  })

  for (const [i, duty] of undisturbed.entries())
    test.each(['before', 'after'] as const)(
      `killed %s broadcast ${i + 1}, ${duty}`,
      async (moment) => {
        expect(await round({ moment, at: atBroadcast(i + 1) })).toEqual(undisturbed)
      },
    )
})
