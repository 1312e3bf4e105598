import {
  iDelegationManagerAbi,
  redeemQueueAbi,
  restakedEtherAbi,
  riskPolicyAbi,
  spreadAbi,
} from '@cairn/contracts/abi'
import { accounts } from '@cairn/devnet'
import { getAbiItem, parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { crew, daemonsOf, journal, type Liquid, startLiquid } from './liquid.ts'
import { signal } from './world.ts'

let scene: Liquid
beforeAll(async () => {
  scene = await startLiquid()
})
afterAll(() => scene?.stop())

const csETH = 1n
const wad = 10n ** 18n
const hour = 3_600
const blockNumber = () => scene.publicClient.getBlockNumber({ cacheTime: 0 })

/** Whatever a fresh restaker finds to do now. */
async function work(options: Parameters<ReturnType<typeof daemonsOf>['restaker']>[0] = {}) {
  const from = await blockNumber()
  await daemonsOf(scene).restaker(options).tick(signal)
  return journal(scene, from, 'keeper')
}

async function rate() {
  const [assets, supply] = await scene.publicClient.readContract({
    address: scene.liquid.vault,
    abi: restakedEtherAbi,
    functionName: 'rate',
  })
  return (assets * wad) / supply
}

/** Losses, wei. */
async function bookedSince(from: bigint) {
  const logs = await scene.publicClient.getLogs({
    address: scene.liquid.vault,
    event: getAbiItem({ abi: restakedEtherAbi, name: 'Booked' }),
    fromBlock: from + 1n,
  })
  return logs.map(({ args }) => args.delta!).filter((delta) => delta < 0n)
}

const unitsOf = async (index: number) => {
  const args = [BigInt(index), csETH] as const
  const call = {
    address: scene.liquid.spread,
    abi: spreadAbi,
    functionName: 'holdingOf',
    args,
  } as const
  return (await scene.publicClient.readContract(call)).units
}

const readDelegated = (index: number) =>
  scene.publicClient.readContract({
    address: scene.restaking.delegationManager,
    abi: iDelegationManagerAbi,
    functionName: 'isDelegated',
    args: [scene.liquid.delegators[index]!.delegator],
  })

const readExcess = (index: number) =>
  scene.publicClient.readContract({
    address: scene.liquid.policy,
    abi: riskPolicyAbi,
    functionName: 'excess',
    args: [BigInt(index)],
  })

describe('the restaker', () => {
  test('sends what is deposited to work, a third each, and ends a round', async () => {
    await scene.deposit('alice', '60')
    await scene.deposit('bob', '30')
    await scene.advance(hour)
    const sent = await work()
    expect(sent.slice(0, 4)).toEqual(['openRound', 'sync', 'sync', 'sync'])
    expect(sent.filter((it) => it === 'delegate')).toHaveLength(crew.length)
    expect(sent.filter((it) => it === 'route')).toHaveLength(crew.length)
    // A hundredth is on its way to the lane.
    for (const index of crew.keys()) {
      const units = await unitsOf(index)
      expect(units).toBeGreaterThan(parseEther('29.6'))
      expect(units).toBeLessThanOrEqual(parseEther('30'))
    }
  })

  test('finds nothing to do after that', async () => {
    expect(await work()).toEqual([])
  })

  test('books a slashing as soon as it sees it: the rate falls once, by that', async () => {
    const [before, units] = [await rate(), await unitsOf(0)]
    // Half of the half that is allocated.
    await scene.slash(0, wad / 2n)
    expect(await rate()).toBeGreaterThanOrEqual(before)

    const from = await blockNumber()
    expect((await work())[0]).toBe('sync')
    const lost = units - (await unitsOf(0))
    expect(lost).toBeGreaterThan(units / 4n - 10n)
    expect(lost).toBeLessThan(units / 4n + 10n)
    // csETH is worth an ether each here.
    const booked = await bookedSince(from)
    expect(booked.reduce((sum, delta) => sum + delta, 0n) + lost).toBeLessThan(10n)
    expect(await rate()).toBeLessThan(before)
    expect(await work()).not.toContain('sync')
  })

  test('pays who leaves: rung, csETH’s line, round, stamp and fill', async () => {
    const shares = parseEther('20')
    const id = await scene.request('alice', shares)
    const duties = new Set<string>()
    const position = () =>
      scene.publicClient.readContract({
        address: scene.liquid.queue,
        abi: redeemQueueAbi,
        functionName: 'position',
        args: [id],
      })
    for (let turn = 0; turn < 12 && (await position()).pendingShares > 0n; turn++) {
      for (const duty of await work()) duties.add(duty)
      // csETH's own daemons pay its line.
      await daemonsOf(scene).prover().tick(signal)
      await daemonsOf(scene).keeper().tick(signal)
      await scene.advance(6 * hour)
    }
    const { pendingShares, assets } = await position()
    expect(pendingShares).toBe(0n)
    expect([...duties]).toEqual(
      expect.arrayContaining(['lay', 'complete', 'unwind', 'claim', 'openRound', 'check', 'fill']),
    )
    const worth = (shares * (await rate())) / wad
    expect(assets).toBeLessThan(worth + 1_000n)
    expect(assets).toBeGreaterThan((worth * 99n) / 100n)
  })

  test('tells what a person watches', async () => {
    const daemons = daemonsOf(scene)
    await daemons.restaker().tick(signal)
    const text = await daemons.metrics.registry.metrics()
    const value = (name: string) => Number(text.split(`\n${name} `)[1]?.split('\n')[0])
    expect(value('cairn_round_age_seconds')).toBeGreaterThan(0)
    expect(value('cairn_stamp_age_blocks')).toBeGreaterThan(0)
    expect(value('cairn_restaked_wanted_gwei')).toBeGreaterThanOrEqual(0)
    expect(value('cairn_restaked_coming_gwei')).toBeGreaterThanOrEqual(0)
    for (const delegator of crew.keys()) {
      expect(value(`cairn_breaches{delegator="${delegator}",kind="active"}`)).toBe(0)
      expect(value(`cairn_queued_withdrawals{delegator="${delegator}"}`)).toBeLessThan(16)
    }
  })

  test('is tipped out of the keepers’ pot, when that is worth the detour', async () => {
    const vault = { address: scene.liquid.vault, abi: restakedEtherAbi } as const
    const earned = () =>
      scene.publicClient.readContract({
        ...vault,
        functionName: 'balanceOf',
        args: [accounts.keeper.address],
      })
    const [pot, before] = [parseEther('0.32'), await earned()]
    await scene.send('bob', {
      ...vault,
      functionName: 'transfer',
      args: [scene.liquid.tips, pot],
    })
    await scene.advance(hour)
    expect(await work({ minTip: parseEther('1') })).toContain('sync')
    expect(await earned()).toBe(before)

    await scene.advance(hour)
    expect(await work({ minTip: parseEther('0.005') })).toContain('sync')
    expect(await earned()).toBeGreaterThanOrEqual(before + pot / 32n)
  })

  test('takes out what an operator puts at risk before it takes effect', async () => {
    await scene.allocate(1, wad / 4n, 1)
    const held = await unitsOf(1)
    expect(await readExcess(1)).toBeGreaterThan(0n)
    expect(await work()).toContain('derisk')
    expect(await readExcess(1)).toBe(0n)

    const call = { address: scene.restaking.delegationManager, abi: iDelegationManagerAbi } as const
    const [withdrawals] = await scene.publicClient.readContract({
      ...call,
      functionName: 'getQueuedWithdrawals',
      args: [scene.liquid.delegators[1]!.delegator],
    })
    expect(withdrawals).toHaveLength(1)
    // Nothing is lost by being queued.
    expect(await unitsOf(1)).toBe(held)

    await scene.blocks(22)
    expect(await work()).toContain('complete')
    expect(await unitsOf(1)).toBe(0n)
  })

  test('goes back to an operator that put it out', async () => {
    await scene.send(crew[2], {
      address: scene.restaking.delegationManager,
      abi: iDelegationManagerAbi,
      functionName: 'undelegate',
      args: [scene.liquid.delegators[2]!.delegator],
    })
    expect(await readDelegated(2)).toBe(false)
    const before = await rate()
    expect(await work()).toContain('delegate')
    expect(await readDelegated(2)).toBe(true)
    expect(await rate()).toBeGreaterThanOrEqual(before)
    await scene.blocks(22)
    expect(await work()).toContain('complete')
  })
})
