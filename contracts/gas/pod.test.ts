import { createTestClient, http } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Anvil, startAnvil } from '../../devnet/src/anvil.ts'
import { measurePods } from './pod.ts'

describe('measurePods', () => {
  let anvil: Anvil
  beforeAll(async () => {
    anvil = await startAnvil()
    await anvil.rpc('evm_setAutomine', [true])
  })
  afterAll(() => anvil?.stop())

  test('a validator of a pod costs a prover less than the ceilings', async () => {
    const client = createTestClient({ chain: foundry, mode: 'anvil', transport: http(anvil.url) })

    const gas = await measurePods(client)

    console.log(gas)
    expect(gas['pod: checkpoint per validator, contiguous']).toBeLessThanOrEqual(8_000)
    expect(gas['pod: checkpoint per validator, scattered over 2 million']).toBeLessThanOrEqual(
      20_000,
    )
    expect(gas['pod: credentials per validator']).toBeLessThanOrEqual(65_000)
    expect(gas['pod: credentials per validator, scattered over 2 million']).toBeLessThanOrEqual(
      65_000,
    )
  }, 300_000)
})
