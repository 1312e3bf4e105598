import { BeaconClient, type BeaconSource, StateUnavailableError } from '@cairn/beacon'
import { validatorRegistryAbi } from '@cairn/contracts/abi'
import { startWorld, type World } from '@cairn/devnet'
import { stake } from '@cairn/sdk'
import { parseEther } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NotDueError, type Progress } from '../src/index.ts'
import { daemonsOf, journal, signal } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ validators: 64, daemons: false })
})
afterAll(() => world?.stop())

const interval = 21_600
const blockNumber = () => world.publicClient.getBlockNumber({ cacheTime: 0 })
const journalSince = (from: bigint) => journal(world, from, world.accounts.prover.address)

const readCheckpoint = () =>
  world.publicClient.readContract({
    address: world.addresses.registry,
    abi: validatorRegistryAbi,
    functionName: 'checkpoint',
  })

async function checkpointsSince(from: bigint) {
  const { events } = await journalSince(from)
  const number = (name: 'CheckpointOpened' | 'CheckpointFinished') =>
    events.flatMap((it) => (it.eventName === name ? [it.args.number] : []))
  return { opened: number('CheckpointOpened'), finished: number('CheckpointFinished') }
}

test('a checkpoint when asked: says where it is, and what it found', async () => {
  await world.advance(interval)
  const from = await blockNumber()
  const progress: Progress[] = []
  const onProgress = (step: Progress) => void progress.push(step)
  const found = await daemonsOf(world).prover({ batch: 4 }).checkpointNow({ onProgress, signal })

  expect(progress.map(({ stage, done }) => `${stage} ${done}`)).toEqual([
    'opening 0',
    'proving 0',
    'proving 4',
    'finished 6',
  ])
  expect(found.beacon).toBeGreaterThan(6n * 32n * 10n ** 9n)
  expect(await checkpointsSince(from)).toEqual({ opened: [found.number], finished: [found.number] })
})

test('error: NotDueError until the next may be opened', async () => {
  const asking = daemonsOf(world).prover().checkpointNow({ signal })
  await expect(asking).rejects.toThrow(NotDueError)
})

test('two provers at once: each proof counts once, and the loser of a race goes on', async () => {
  await world.advance(interval)
  const from = await blockNumber()
  const rival = daemonsOf(world, { key: 'erin' })
  await Promise.all([
    daemonsOf(world).prover({ batch: 2 }).tick(signal),
    rival.prover({ batch: 2 }).tick(signal),
  ])

  const { events } = await journalSince(from)
  const proven = events.flatMap((it) => (it.eventName === 'BalancesProven' ? [it.args.count] : []))
  expect(proven.reduce((sum, count) => sum + count, 0n)).toBe(6n)
  const { opened, finished } = await checkpointsSince(from)
  expect(opened.length).toBe(1)
  expect(finished).toEqual(opened)
})

test('with the pinned state gone, a checkpoint waits for an hour and takes a later root', async () => {
  await world.advance(interval)
  const from = await blockNumber()
  const { number } = await readCheckpoint()
  const node = new BeaconClient({ url: world.beaconUrl })
  const beacon: BeaconSource = {
    genesis: () => node.genesis(),
    spec: () => node.spec(),
    header: (id) => node.header(id),
    async state(id) {
      const pinned = await readCheckpoint()
      if (pinned.number === number + 1 && pinned.root === id)
        throw new StateUnavailableError(id, 'it was pruned')
      return node.state(id)
    },
  }

  const prover = daemonsOf(world, { beacon }).prover()
  await prover.tick(signal)
  await world.advance(3_000)
  await prover.tick(signal)
  expect(await checkpointsSince(from)).toEqual({ opened: [number + 1], finished: [] })

  await world.advance(600)
  await prover.tick(signal)
  expect(await checkpointsSince(from)).toEqual({
    opened: [number + 1, number + 2],
    finished: [number + 2],
  })
})

test('a slashed validator: proven, and a checkpoint at once', async () => {
  await stake(world.wallet('dave'), { deployment: world.addresses, assets: parseEther('3') })
  const from = await blockNumber()
  await world.slash(world.validators()[0]!.index)
  await world.mine()

  const { delta } = await daemonsOf(world).prover().checkpointNow({ signal })
  const { sent } = await journalSince(from)
  expect(sent).toEqual(['proveSlashing', 'open', 'prove'])
  expect(delta).toBeLessThan(0n)
})
