import { readExposure, readSpread } from '@cairn/sdk'
import { parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveControl } from '../control.ts'
import { startWorld } from '../world.ts'
import { type LiquidWorld, scenarios } from './scenarios/index.ts'

const day = 86_400

let world: LiquidWorld
let told: string[] = []

beforeAll(async () => {
  const started = await startWorld({ liquid: true, validators: 64, validatorsEach: 1 })
  world = { ...started, liquid: started.liquid! }
  // The operators' first ether is there, and proven; what was put in follows it, is activated, and shown to the pods.
  await world.advance(day / 2)
}, 600_000)
afterAll(() => world?.stop())

const spread = () => readSpread(world.publicClient, { deployment: world.liquid.deployment })

async function run(name: keyof typeof scenarios) {
  told = []
  return scenarios[name](world, (line) => void told.push(line)).catch((error: Error) => {
    throw new Error(`${told.join('\n')}\n${error.message}`, { cause: error })
  })
}

test('ROUTE-2: half a day after it began, all that was put in is with five operators, to each by its weight', async () => {
  const { delegators, assetsBehind } = await spread()
  expect(assetsBehind.map(({ symbol }) => symbol)).toEqual(['ETH', 'csETH', 'rptETH'])
  expect(delegators).toHaveLength(5)
  for (const { holdings } of delegators) {
    const [ether, csETH, rptETH] = holdings as [(typeof holdings)[0], ...typeof holdings]
    // 240 ETH were put in. A validator each, topped up with whole ether, beside its operator's first.
    expect(ether.units).toBeGreaterThanOrEqual(parseEther('40'))
    expect(ether.units).toBeLessThanOrEqual(parseEther('50'))
    expect(csETH!.units).toBe(parseEther('12'))
    expect(rptETH!.units).toBe(parseEther('8'))
  }
})

test('RISK-1: nobody breaches a ceiling, and every allocation takes effect a day after what it puts at risk can be out', async () => {
  const { deployment } = world.liquid
  const { breaches, operators, largest, total, ceilings } = await readExposure(world.publicClient, {
    deployment,
  })
  expect(breaches).toEqual([])
  const withdrawal = 14 * 225
  for (const { allocationDelay } of operators)
    expect(allocationDelay).toBe(withdrawal + 1 + Number(ceilings.reactionBlocks))
  expect(largest.service!.loss).toBeLessThanOrEqual((total * ceilings.maxServiceBps) / 10_000n)
})

describe('scenarios', () => {
  test('undelegate, NAV-6: an operator that puts its delegator out changes nothing for holders', async () => {
    const { booked } = await spread()
    const { before, after } = await run('undelegate')
    // What csETH gained meanwhile is counted too; a share of a strategy is a wei less than it was.
    expect(after.rate).toBeGreaterThanOrEqual(before.rate)
    const lost = booked - (await spread()).booked
    expect(lost).toBeLessThanOrEqual(3n)
    expect(lost).toBeGreaterThan(-parseEther('0.02'))
  })

  test('depeg-lst, NAV-9: a fall is booked before anybody is paid, and costs what there was of it', async () => {
    const { booked } = (await spread()).assetsBehind[2]!
    const { before, after } = await run('depeg-lst')
    expect(after.rate).toBeLessThan(before.rate)
    expect(before.assets - after.assets).toBeLessThanOrEqual((booked + 9n) / 10n)
    expect(before.assets - after.assets).toBeGreaterThan(booked / 11n)
  })

  test('slash-operator, RISK-10: what contradicting itself costs is less than what was said that it could', async () => {
    const { before, after } = await run('slash-operator')
    expect(after.rate).toBeLessThan(before.rate)
    expect(before.assets - after.assets).toBeLessThan(before.exposure.operator)
    // A quarter of the half of Hazel's ether, and of the fifth of its csETH, that the bridge could take.
    expect(told.join('\n')).toMatch('hazel: 12.5 % of its ETH is gone')
    expect(told.join('\n')).toMatch('hazel: 5 % of its csETH is gone')
  })
})

describe('over the control API', () => {
  let control: Awaited<ReturnType<typeof serveControl>>
  beforeAll(async () => {
    control = await serveControl(world)
  })
  afterAll(() => control?.close())

  const post = (body: object) =>
    fetch(`${control.url}/scenario`, { method: 'POST', body: JSON.stringify(body) })

  test('/status says where crETH is', async () => {
    const status = (await (await fetch(`${control.url}/status`)).json()) as Record<string, unknown>
    expect(status.liquid).toEqual(world.liquid.addresses)
  })

  test('/scenario tells it line by line, and at last what was before and after', async () => {
    const text = await (await post({ name: 'depeg-lst' })).text()
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const { finished, result } = lines.at(-1)
    expect(finished).toBe(true)
    expect(lines.slice(0, -1).map(({ line }) => line)).toEqual(result.lines)
    expect(result.name).toBe('depeg-lst')
    expect(BigInt(result.after.rate)).toBeLessThan(BigInt(result.before.rate))
  })

  test('error: a scenario that is none', async () => {
    const response = await post({ name: 'rug-pull' })
    expect(response.status).toBe(400)
    expect(await response.text()).toMatch('name must be one of slash-operator, slash-avs')
  })
})
