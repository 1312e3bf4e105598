import { stripVTControlCharacters } from 'node:util'
import { serveControl, startWorld, type World } from '@cairn/devnet'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { main } from '../src/main.ts'

let world: World
let control: Awaited<ReturnType<typeof serveControl>>
beforeAll(async () => {
  world = await startWorld({ validators: 64, warm: false, liquid: true })
  control = await serveControl(world, { port: 0 })
}, 300_000)
afterAll(async () => {
  await control?.close()
  await world?.stop()
})

async function said(...args: string[]): Promise<string> {
  const written: string[] = []
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      written.push(stripVTControlCharacters(String(text)))
      return true
    }),
  )
  vi.stubEnv('CAIRN_CONTROL', control.url)
  try {
    const code = await main(args)
    expect({ code, said: written.join('') }).toMatchObject({ code: 0 })
    return written.join('')
  } finally {
    for (const spy of spies) spy.mockRestore()
    vi.unstubAllEnvs()
  }
}

test('scenario depeg-lst: what happened, and crETH before and after it', async () => {
  const told = await said('scenario', 'depeg-lst')
  expect(told).toMatch(/^depeg-lst\n\n {2}\S.*reports a loss/)
  expect(told).toMatch(/^ +Before +After$/m)
  expect(told).toMatch(/^One crETH is worth +\d\.\d{12} ETH +\d\.\d{12} ETH$/m)
  expect(told).toMatch(/^A request is filled in +\S.* +the same$/m)
})

test('scenario undelegate --json: the same, for a program', async () => {
  const { name, lines, before, after } = JSON.parse(await said('scenario', 'undelegate', '--json'))
  expect(name).toBe('undelegate')
  expect(lines.length).toBeGreaterThan(2)
  for (const state of [before, after]) {
    expect(BigInt(state.rate)).toBeGreaterThan(0n)
    expect(BigInt(state.exposure.operator)).toBeGreaterThan(0n)
  }
})
