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

const readFlights = () =>
  world.publicClient.readContract({
    address: world.addresses.registry,
    abi: validatorRegistryAbi,
    functionName: 'flights',
  })

const readValidator = (id: number) =>
  world.publicClient.readContract({
    address: world.addresses.registry,
    abi: validatorRegistryAbi,
    functionName: 'validatorOf',
    args: [BigInt(id)],
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

test('an exit that nobody asked for is noted, and a deposit to it is followed to its end', async () => {
  // The beacon chain lets validators go that have been active for 256 epochs.
  await world.advance(12 * 3_600)
  await daemonsOf(world).prover().tick(signal)
  const staker = world.wallet('dave')
  const topUp = async () => {
    await stake(staker, { deployment: world.addresses, assets: parseEther('20') })
    await daemonsOf(world).keeper().tick(signal)
  }

  await topUp()
  const [flight] = await readFlights()
  const { beaconIndex } = await readValidator(flight!.id)
  const from = await blockNumber()
  world.beacon.exit(beaconIndex)
  await world.mine()
  // A block knows the state before it.
  await world.mine()
  await daemonsOf(world).prover().tick(signal)
  expect((await journalSince(from)).sent).toEqual(['proveExit'])

  // Until it is withdrawable, its deposit goes back to the tail. Then one behind it marks how far it can be.
  const { withdrawableEpoch } = world.beacon.headState.validator(beaconIndex)
  const slots = Number(withdrawableEpoch) * 32 - world.beacon.head.slot
  await world.advance(slots * 12)
  await topUp()
  await world.mine()
  const withdrawable = await blockNumber()
  await daemonsOf(world)
    .prover({ cadence: 10 * interval })
    .tick(signal)
  expect((await journalSince(withdrawable)).sent).toEqual(['proveBar'])
  expect((await readFlights()).find(({ id }) => id === flight!.id)!.bar).toBeLessThan(
    2n ** 64n - 1n,
  )

  await world.advance(4 * 384)
  await daemonsOf(world).prover().tick(signal)
  expect(await readFlights()).toEqual([])
})

test('a slashed validator: proven, and a checkpoint at once', async () => {
  await stake(world.wallet('dave'), { deployment: world.addresses, assets: parseEther('3') })
  const from = await blockNumber()
  const staying = world.validators().find(({ status }) => status === 'active_ongoing')
  await world.slash(staying!.index)
  await world.mine()

  const { delta } = await daemonsOf(world).prover().checkpointNow({ signal })
  const { sent } = await journalSince(from)
  // The one that left before may be empty by now.
  expect(sent.filter((verb) => verb !== 'retire')).toEqual(['proveSlashing', 'open', 'prove'])
  expect(delta).toBeLessThan(0n)
})
