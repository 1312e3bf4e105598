import { redeemQueueAbi, spreadAbi } from '@cairn/contracts/abi'
import { readPod } from '@cairn/sdk'
import { parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { crew, daemonsOf, journal, type Liquid, startLiquid } from './liquid.ts'
import { signal } from './world.ts'

let scene: Liquid
beforeAll(async () => {
  scene = await startLiquid()
})
afterAll(() => scene?.stop())

const hour = 3_600
const blockNumber = () => scene.publicClient.getBlockNumber({ cacheTime: 0 })

/** What a fresh podkeeper, and then a fresh restaker, find to do. */
async function work() {
  const from = await blockNumber()
  await daemonsOf(scene).podkeeper().tick(signal)
  const pods = await journal(scene, from, 'watcher')
  const then = await blockNumber()
  await daemonsOf(scene).restaker().tick(signal)
  return { pods, spread: await journal(scene, then, 'keeper') }
}

const allUnits = () => Promise.all([0, 1, 2].map(readUnits))

/** wei that the pods know */
const restaked = () =>
  Promise.all(
    scene.liquid.delegators.map(async ({ delegator: owner }) => {
      const { depositShares } = await readPod(scene.publicClient, {
        deployment: scene.restaking,
        owner,
      })
      return depositShares
    }),
  )

const pendingOf = async (id: bigint) =>
  (
    await scene.publicClient.readContract({
      address: scene.liquid.queue,
      abi: redeemQueueAbi,
      functionName: 'position',
      args: [id],
    })
  ).pendingShares

const readUnits = async (index: number) =>
  (
    await scene.publicClient.readContract({
      address: scene.liquid.spread,
      abi: spreadAbi,
      functionName: 'holdingOf',
      args: [BigInt(index), 0n],
    })
  ).units

describe('the podkeeper', () => {
  test('makes the delegators’ pods', async () => {
    const { pods, spread } = await work()
    expect(pods).toEqual(['createPod', 'createPod', 'createPod'])
    expect(spread.filter((it) => it === 'delegate')).toHaveLength(crew.length)
  })

  test('gives ether to validators that are proven to be theirs, as much as there is room for', async () => {
    await scene.depositEther('alice', '120')
    for (const index of crew.keys()) await scene.bring(index)
    await scene.advance(hour)
    const { pods } = await work()
    expect(pods).toEqual(['stake', 'stake', 'stake'])
    for (const index of crew.keys())
      expect(await readUnits(index)).toBeGreaterThanOrEqual(parseEther('40'))
    expect(await restaked()).toEqual([0n, 0n, 0n])
  })

  test('shows the pods what has arrived: nothing is counted twice', async () => {
    const before = await allUnits()
    await scene.advance(hour)
    const { pods } = await work()
    expect(pods).toEqual(['verifyCredentials', 'verifyCredentials', 'verifyCredentials'])
    expect(await allUnits()).toEqual(before)
    expect(await restaked()).toEqual(before)
  })

  test('proves them once a round, to it', async () => {
    const before = await allUnits()
    await scene.advance(6 * hour)
    const from = await blockNumber()
    await daemonsOf(scene).restaker({ patience: 1_800 }).tick(signal)
    expect(await journal(scene, from, 'keeper')).toEqual(['openRound'])
    const { pods, spread } = await work()
    const proof = ['startCheckpoint', 'verifyCheckpointMultiproof']
    expect(pods).toEqual([...proof, ...proof, ...proof])
    expect(spread).toEqual(['sync', 'sync', 'sync'])
    for (const [index, units] of (await allUnits()).entries())
      expect(units).toBeGreaterThan(before[index]!)
    expect(await restaked()).toEqual(await allUnits())
    expect(await work()).toEqual({ pods: [], spread: [] })
  })

  test('asks validators for what is queued, and pays it out', async () => {
    // The beacon chain takes requests from validators that have been active for 256 epochs.
    await scene.advance(28 * hour)
    const id = await scene.request('alice', parseEther('12'))
    const sent: string[] = []
    for (let turn = 0; turn < 16 && (await pendingOf(id)) > 0n; turn++) {
      const { pods, spread } = await work()
      sent.push(...pods, ...spread)
      await scene.advance(6 * hour)
    }
    expect(await pendingOf(id)).toBe(0n)
    expect(sent.filter((it) => it.endsWith('reverted'))).toEqual([])
    expect(sent).toEqual(
      expect.arrayContaining(['lay', 'requestWithdrawal', 'startCheckpoint', 'complete', 'fill']),
    )
  }, 300_000)
})
