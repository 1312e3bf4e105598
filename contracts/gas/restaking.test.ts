import { createTestClient, http } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Anvil, startAnvil } from '../../devnet/src/anvil.ts'
import { measureRestaking } from './restaking.ts'

describe('measureRestaking', () => {
  let anvil: Anvil
  beforeAll(async () => {
    anvil = await startAnvil()
    await anvil.rpc('evm_setAutomine', [true])
  })
  afterAll(() => anvil?.stop())

  test('every verb costs less than its ceiling', async () => {
    const client = createTestClient({ chain: foundry, mode: 'anvil', transport: http(anvil.url) })

    const gas = await measureRestaking(client)

    console.log(gas)
    expect(gas['restaking: depositIntoStrategy']).toBeLessThanOrEqual(100_000)
    expect(gas['restaking: delegateTo']).toBeLessThanOrEqual(110_000)
    expect(gas['restaking: queueWithdrawals']).toBeLessThanOrEqual(230_000)
    expect(gas['restaking: completeQueuedWithdrawal as tokens']).toBeLessThanOrEqual(130_000)
    expect(gas['restaking: modifyAllocations']).toBeLessThanOrEqual(80_000)
    expect(gas['restaking: slashOperator']).toBeLessThanOrEqual(280_000)
  }, 300_000)
})
