import { readdirSync } from 'node:fs'
import { serveControl, startWorld, type World } from '@cairn/devnet'
import { createClient, http } from 'viem'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type LiquidCairn, liquidActions } from '../../src/index.ts'

const directory = new URL('../../examples/liquid/', import.meta.url)
// Who enters before others leave, who asks before others are paid.
const first = ['restake.ts', 'requestRedeem.ts', 'readAuction.ts', 'fill.ts', 'claim.ts']
const files = [...new Set([...first, ...readdirSync(directory)])]

let world: World
let control: Awaited<ReturnType<typeof serveControl>>
beforeAll(async () => {
  world = await startWorld({ validators: 64, warm: false, liquid: true })
  control = await serveControl(world)
}, 300_000)
afterAll(async () => {
  await control?.close()
  await world?.stop()
})

test('every action has an example', () => {
  const client = createClient({ transport: http('http://127.0.0.1:9') })
  const nowhere = { liquid: {} } as LiquidCairn
  const actions = Object.keys(liquidActions(nowhere)(client))
  expect(files.map((file) => file.replace('.ts', '')).sort()).toEqual(actions.sort())
})

test.each(files)('%s runs', async (file) => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => {})
  vi.stubEnv('CAIRN_CONTROL', control.url)
  try {
    await import(new URL(file, directory).href)
    expect(said).toHaveBeenCalled()
    expect(said.mock.calls.join(' ')).not.toMatch(/undefined|NaN/)
  } finally {
    said.mockRestore()
    vi.unstubAllEnvs()
  }
})
