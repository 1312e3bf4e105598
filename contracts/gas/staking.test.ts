import { createTestClient, http } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Anvil, startAnvil } from '../../devnet/src/anvil.ts'
import { measureStaking } from './staking.ts'

describe('measureStaking', () => {
  let anvil: Anvil
  beforeAll(async () => {
    anvil = await startAnvil()
    await anvil.rpc('evm_setAutomine', [true])
  })
  afterAll(() => anvil?.stop())

  test('a validator costs a prover less than the ceilings', async () => {
    const client = createTestClient({ chain: foundry, mode: 'anvil', transport: http(anvil.url) })

    const gas = await measureStaking(client)

    console.log(gas)
    expect(gas['checkpoint: per validator, contiguous']).toBeLessThanOrEqual(3_000)
    expect(gas['checkpoint: per validator, scattered over 2 million']).toBeLessThanOrEqual(15_000)
  }, 300_000)
})
