import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { stakedEtherAbi } from '@cairn/contracts/abi'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from './anvil.ts'
import { byHand } from './byHand.ts'
import { serveControl } from './control.ts'
import { loadWorld, saveWorld } from './store.ts'
import { startWorld, type World } from './world.ts'

let world: World
let control: { url: string; close(): Promise<void> }
let stopped = false

beforeAll(async () => {
  world = await startWorld({ validators: 64, validatorsEach: 1 })
  control = await serveControl(world, { onStop: () => (stopped = true) })
})
afterAll(async () => {
  await control?.close()
  await world?.stop()
})

const post = (path: string, body: unknown = {}) =>
  fetch(control.url + path, { method: 'POST', body: JSON.stringify(body) })

async function lines(response: Response): Promise<Record<string, unknown>[]> {
  const text = await response.text()
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

type Status = {
  chainId: number
  addresses: World['addresses']
  accounts: Record<string, string>
  validators: { operator: string; status: string }[]
}

const status = async () => (await (await fetch(`${control.url}/status`)).json()) as Status
const errorOf = async (response: Response) => ((await response.json()) as { error: string }).error

describe('GET /status', () => {
  test('says what a command line needs to find the world', async () => {
    const { addresses, accounts, validators, chainId } = await status()
    expect(chainId).toBe(31337)
    expect(addresses).toEqual(world.addresses)
    expect(accounts.alice).toBe('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266')
    expect(validators.map(({ operator }) => operator)).toEqual(['Alder', 'Birch', 'Cedar'])
    expect(validators.every((it) => it.status === 'active_ongoing')).toBe(true)
  })
})

describe('POST /time', () => {
  test('lets that much time pass, telling how far it is', async () => {
    const before = world.now()
    const told = await lines(await post('/time', { seconds: 4 * 3_600 }))
    expect(told.length).toBeGreaterThan(30)
    expect(told.at(-1)).toMatchObject({ finished: true, time: world.now() })
    expect(world.now() - before).toBeGreaterThanOrEqual(4 * 3_600)
    expect(world.now() - before).toBeLessThan(5 * 3_600)
  })

  test('error: not two at a time', async () => {
    const first = post('/time', { seconds: 3_600 })
    await new Promise((resolve) => setTimeout(resolve, 20))
    const second = await post('/time', { seconds: 3_600 })
    expect(second.status).toBe(409)
    expect(await errorOf(second)).toMatch('Busy with time')
    expect((await lines(await first)).at(-1)).toMatchObject({ finished: true })
  })

  test('error: a time that is none', async () => {
    const response = await post('/time', { seconds: -1 })
    expect(response.status).toBe(400)
    expect(await errorOf(response)).toMatch('seconds must be a whole number from 1')
  })
})

test('POST /checkpoint has the prover finish one, and says what it found', async () => {
  await lines(await post('/time', { seconds: 3 * 3_600 }))
  const told = await lines(await post('/checkpoint'))
  expect(told.at(-1)).toMatchObject({ finished: true, number: 1 })
  expect(BigInt(told.at(-1)!.delta as string)).toBeGreaterThan(0n)
})

test('POST /slash has a validator slashed, and the daemons prove it without being asked', async () => {
  const [victim] = world.validators()
  const response = await post('/slash', { validator: victim!.index })
  expect(await response.json()).toMatchObject({ validator: victim!.index, slashed: true })

  await lines(await post('/time', { seconds: 8 * 3_600 }))
  const hand = byHand(world, 'erin')
  const records = await Promise.all([0, 1, 2].map(hand.recordOf))
  const slashed = records.filter((it) => it.slashed).map(({ beaconIndex }) => beaconIndex)
  expect(slashed).toEqual([victim!.index])
  const { slashing } = await world.publicClient.readContract({
    address: world.addresses.vault,
    abi: stakedEtherAbi,
    functionName: 'snapshot',
  })
  expect(slashing).toBe(false) // a checkpoint has booked it
  expect((await hand.checkpoint()).number).toBe(2)
  expect((await post('/slash', { validator: victim!.index })).status).toBe(409)
})

test('POST /scenario needs a world with crETH', async () => {
  const response = await post('/scenario', { name: 'bank-run' })
  expect(response.status).toBe(400)
  expect(await errorOf(response)).toBe('There is no crETH in this world.')
})

test('POST /stop asks whoever serves it to end', async () => {
  await post('/stop')
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(stopped).toBe(true)
})

test('a world that was saved goes on elsewhere as it would have here', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cairn-world-'))
  try {
    saveWorld(directory, await world.save())
    const { head } = world.beacon
    const rate = () =>
      world.publicClient.readContract({
        address: world.addresses.vault,
        abi: stakedEtherAbi,
        functionName: 'rate',
      })
    const before = await rate()

    const again = await startWorld({
      saved: loadWorld(directory),
      ports: { execution: await freePort() },
    })
    try {
      expect(again.beacon.head.slot).toBeGreaterThan(head.slot)
      expect(again.beacon.head.parentRoot).toBe(head.root)
      const after = await again.publicClient.readContract({
        address: again.addresses.vault,
        abi: stakedEtherAbi,
        functionName: 'rate',
      })
      expect(after[0]).toBeGreaterThanOrEqual(before[0])
      await again.advance(7 * 3_600)
      const signal = AbortSignal.timeout(60_000)
      const { delta } = await again.shift.aside(() => again.prover.checkpointNow({ signal }))
      expect(delta).toBeTypeOf('bigint')
    } finally {
      await again.stop()
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
})
