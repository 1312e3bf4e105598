import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { replay } from '../replay.ts'
import { type Chain, startChain } from './chain.ts'
import { nameOf } from '../../explore/search.ts'
import { explore } from './explore.ts'

describe('explore restaking', () => {
  let chain: Chain

  beforeAll(async () => {
    chain = await startChain()
  })

  afterAll(() => chain.stop())

  test('default: a live node does what the specification says', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31)
    console.log(`seed ${seed}`)

    expect(await explore(chain, { seed, histories: 6, length: 30 })).toBeUndefined()
  }, 600_000)

  test('behavior: a planted difference is found, made small, and replays as a trace', async () => {
    const found = await explore(chain, {
      seed: 3,
      histories: 20,
      length: 20,
      limit: 45_000,
      deployed: ({ parameters, ...genesis }) => ({
        ...genesis,
        parameters: { ...parameters, configurationDelay: parameters.configurationDelay + 1n },
      }),
    })

    expect(found!.reason).toContain('setAllocationDelay')
    expect(nameOf(found!)).toContain('found-setAllocationDelay')
    expect(found!.shrinks).toBeGreaterThan(0)
    // The rules themselves agree about it: the difference was in what was deployed.
    expect(await replay([found!.trace])).toMatchObject({ type: 'agreed' })
  }, 600_000)
})
