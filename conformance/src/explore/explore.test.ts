import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { replay } from '../replay.ts'
import { type Chain, startChain } from './chain.ts'
import { explore } from './explore.ts'
import { nameOf } from './search.ts'

describe('explore', () => {
  let chain: Chain

  beforeAll(async () => {
    chain = await startChain(1_800_000_000n)
  })

  afterAll(() => chain.stop())

  test('default: a live node does what the specification says', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31)
    console.log(`seed ${seed}`)

    expect(await explore(chain, { seed, histories: 12, length: 40 })).toBeUndefined()
  }, 300_000)

  test('behavior: a planted difference is found, made small, and replays as a trace', async () => {
    const found = await explore(chain, {
      seed: 3,
      histories: 100,
      length: 40,
      deployed: ({ parameters, ...genesis }) => ({
        ...genesis,
        parameters: { ...parameters, minRequest: parameters.minRequest - 1n },
      }),
    })

    expect(found!.reason).toContain('requestRedeem')
    expect(found!.shrinks).toBeGreaterThan(0)
    expect(found!.trace.steps.length).toBeLessThanOrEqual(3)
    expect(nameOf(found!)).toContain('found-requestRedeem')
    // The rules themselves agree about it: the difference was in what was deployed.
    expect(await replay([found!.trace])).toMatchObject({ type: 'agreed' })
  }, 300_000)
})
