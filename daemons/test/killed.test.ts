import { startWorld, type World } from '@cairn/devnet'
import { validatorRegistryAbi } from '@cairn/contracts/abi'
import { stake } from '@cairn/sdk'
import { BeaconClient } from '@cairn/beacon'
import { decodeFunctionData, type Hex, isAddressEqual, parseEther, parseEventLogs } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKeeper, createLog, createProver } from '../src/index.ts'
import { clientsOf, type Request } from './chain.ts'

/**
 * A prover is killed at every broadcast, before and after it, and at requests drawn by lot. A fresh one that knows
 * nothing of it has to finish the checkpoint with exactly the transactions that an undisturbed prover sends.
 */

let world: World
let keeper: ReturnType<typeof createKeeper>
const { signal } = new AbortController()
const log = createLog({ level: 'silent' })

beforeAll(async () => {
  world = await startWorld({ validators: 64, daemons: false })
  keeper = createKeeper({
    ...parts(world.rpc),
    walletClient: world.wallet('keeper'),
    options: { poll: 0.01, scan: 0 },
  })
})
afterAll(() => world?.stop())

function parts(request: Request) {
  const { rpc, rpcUrl: url, addresses, beaconUrl } = world
  const clients = clientsOf({ rpc: rpc as never, url }, request)
  return { ...clients, addresses, beacon: new BeaconClient({ url: beaconUrl }), log }
}

/** Small proofs, so that six validators take several. */
const options = { cadence: 0, poll: 0.01, batch: 2 }

const proverOver = (request: Request) => createProver({ ...parts(request), options })

/** Time until a checkpoint is due, with a deposit that has landed since and one that hasn't. */
async function prepareWork() {
  await stake(world.wallet('dave'), { deployment: world.addresses, assets: parseEther('20') })
  await keeper.tick(signal)
  await world.advance(21_600)
  await stake(world.wallet('dave'), { deployment: world.addresses, assets: parseEther('20') })
  await keeper.tick(signal)
}

class Killed extends Error {}

/** Requests go through until one is to be the last: then neither it nor any other, or it but not its answer. */
function killing(kill: Kill): Request & { methods: string[]; killed(): boolean } {
  const methods: string[] = []
  let dead = false
  async function request(method: string, params?: readonly unknown[]) {
    if (dead) throw new Killed()
    methods.push(method)
    const hit = kill.at(methods)
    if (hit && kill.moment === 'before') {
      dead = true
      throw new Killed()
    }
    const answer = await world.rpc(method, params)
    if (hit) {
      dead = true
      throw new Killed()
    }
    return answer
  }
  return Object.assign(request, { methods, killed: () => dead })
}

type Kill = { moment: 'before' | 'after'; at(methods: readonly string[]): boolean }
const never: Kill = { moment: 'before', at: () => false }
const isBroadcast = (method: string) => method === 'eth_sendRawTransaction'

/** What the prover's key sent in blocks after `from`, in order; and what it brought about. */
async function journal(from: bigint) {
  const { publicClient, accounts, addresses } = world
  const to = await publicClient.getBlockNumber()
  const sent: string[] = []
  for (let number = from + 1n; number <= to; number++) {
    const block = await publicClient.getBlock({ blockNumber: number, includeTransactions: true })
    for (const transaction of block.transactions) {
      if (!isAddressEqual(transaction.from, accounts.prover.address)) continue
      const receipt = await publicClient.getTransactionReceipt({ hash: transaction.hash })
      const { functionName } = decodeFunctionData({
        abi: validatorRegistryAbi,
        data: transaction.input as Hex,
      })
      sent.push(receipt.status === 'success' ? functionName : `${functionName} reverted`)
    }
  }
  const logs = await publicClient.getLogs({
    address: addresses.registry,
    fromBlock: from + 1n,
    toBlock: to,
  })
  const events = parseEventLogs({ abi: validatorRegistryAbi, logs })
  const proven = events.flatMap((it) => (it.eventName === 'BalancesProven' ? [it.args] : []))
  return {
    sent,
    opened: events.filter(({ eventName }) => eventName === 'CheckpointOpened').length,
    finished: events.filter(({ eventName }) => eventName === 'CheckpointFinished').length,
    proven: proven.reduce((sum, { count }) => sum + Number(count), 0),
  }
}

async function round(kill: Kill) {
  await prepareWork()
  const from = await world.publicClient.getBlockNumber()

  const request = killing(kill)
  const outcome = await proverOver(request)
    .tick(signal)
    .then(() => 'done')
    .catch(() => 'died')

  const second = killing(never)
  await proverOver(second).tick(signal)
  return { outcome, methods: request.methods, from, again: second.methods.filter(isBroadcast) }
}

let undisturbed: Awaited<ReturnType<typeof journal>>
let requests: readonly string[]

beforeAll(async () => {
  // The first checkpoint after the warm-up has no deposit on its way from the round before.
  await round(never)
  const { from, methods, outcome, again } = await round(never)
  expect(outcome).toBe('done')
  expect(again).toEqual([])
  requests = methods
  undisturbed = await journal(from)
})

test('an undisturbed prover settles both flights, and proves in several transactions', () => {
  expect(undisturbed).toEqual({
    sent: ['proveArrived', 'open', 'proveWaiting', 'prove', 'prove', 'prove'],
    opened: 1,
    finished: 1,
    proven: 6,
  })
})

describe('killed', () => {
  for (let nth = 1; nth <= 6; nth++)
    test.each(['before', 'after'] as const)(`%s broadcast ${nth}`, async (moment) => {
      const at: Kill['at'] = (methods) =>
        isBroadcast(methods.at(-1)!) && methods.filter(isBroadcast).length === nth
      const { outcome, from } = await round({ moment, at })
      expect(outcome).toBe('died')
      expect(await journal(from)).toEqual(undisturbed)
    })

  test('at any request', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31)
    const random = xorshift(seed)
    for (let draw = 0; draw < 6; draw++) {
      const nth = 1 + (random() % requests.length)
      const moment = random() % 2 === 0 ? 'before' : 'after'
      const { from } = await round({ moment, at: (methods) => methods.length === nth })
      expect(await journal(from), `seed ${seed}, ${moment} request ${nth}`).toEqual(undisturbed)
    }
  })
})

function xorshift(seed: number) {
  let state = seed || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}
