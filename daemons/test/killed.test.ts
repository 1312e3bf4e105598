import { startWorld, type World } from '@cairn/devnet'
import { requestRedeem, stake } from '@cairn/sdk'
import { parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  atBroadcast,
  daemonsOf,
  isBroadcast,
  journal,
  type Kill,
  killing,
  never,
  signal,
} from './world.ts'

// A daemon is killed at every broadcast, before and after it, and at requests drawn by lot. A fresh one that knows nothing of
// it has to finish the work with exactly the transactions that an undisturbed one sends.

let world: World
beforeAll(async () => {
  world = await startWorld({ validators: 64, daemons: false })
  // The beacon chain takes withdrawal requests from validators that have been active for 256 epochs.
  await world.advance(30 * 3_600)
})
afterAll(() => world?.stop())

const stakeMore = (ether: string) =>
  stake(world.wallet('dave'), { deployment: world.addresses, assets: parseEther(ether) })

const blockNumber = () => world.publicClient.getBlockNumber({ cacheTime: 0 })

describe('a prover (DUTY-2)', () => {
  /** Small proofs, so that six validators take several. */
  const options = { batch: 2 }

  /** Time until a checkpoint is due, with a deposit that has landed since and one that hasn't. */
  async function prepareWork() {
    await stakeMore('20')
    await daemonsOf(world).keeper().tick(signal)
    await world.advance(21_600)
    await stakeMore('20')
    await daemonsOf(world).keeper().tick(signal)
  }

  async function round(kill: Kill) {
    await prepareWork()
    const from = await blockNumber()
    const request = killing(world, kill)
    const tick = daemonsOf(world, { request }).prover(options).tick(signal)
    const outcome = await tick.then(
      () => 'done',
      () => 'died',
    )
    await daemonsOf(world).prover(options).tick(signal)

    const { sent, events } = await journal(world, from, world.accounts.prover.address)
    const count = (name: string) => events.filter(({ eventName }) => eventName === name).length
    const proven = events.flatMap((it) =>
      it.eventName === 'BalancesProven' ? [it.args.count] : [],
    )
    return {
      outcome,
      requests: request.methods.length,
      work: {
        sent,
        opened: count('CheckpointOpened'),
        finished: count('CheckpointFinished'),
        proven: proven.reduce((sum, count) => sum + Number(count), 0),
      },
    }
  }

  let requests: number
  const undisturbed = {
    sent: ['proveArrived', 'open', 'proveWaiting', 'prove', 'prove', 'prove'],
    opened: 1,
    finished: 1,
    proven: 6,
  }

  test('settles both flights and proves in several transactions, if nothing disturbs it', async () => {
    // What the warm-up left in flight is settled first.
    await daemonsOf(world).prover(options).tick(signal)
    await round(never)
    const { work, ...rest } = await round(never)
    expect(work).toEqual(undisturbed)
    requests = rest.requests
  })

  for (const [i, duty] of undisturbed.sent.entries())
    test.each(['before', 'after'] as const)(
      `killed %s broadcast ${i + 1}, ${duty}`,
      async (moment) => {
        const { outcome, work } = await round({ moment, at: atBroadcast(i + 1) })
        expect(outcome).toBe('died')
        expect(work).toEqual(undisturbed)
      },
    )

  test('killed at any request', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31)
    const random = xorshift(seed)
    for (let draw = 0; draw < 4; draw++) {
      const nth = 1 + (random() % requests)
      const moment = random() % 2 === 0 ? 'before' : 'after'
      const { work } = await round({ moment, at: ({ length }) => length === nth })
      expect(work, `seed ${seed}, ${moment} request ${nth}`).toEqual(undisturbed)
    }
  })
})

describe('a keeper (DUTY-2)', () => {
  const options = { minFees: parseEther('1000') }

  /** A redemption that idle ether covers in part, proven and eligible, and no withdrawal on its way. */
  async function round(kill: Kill) {
    const { addresses } = world
    await stakeMore('1')
    await requestRedeem(world.wallet('bob'), { deployment: addresses, shares: parseEther('4') })
    await world.advance(21_600)
    await daemonsOf(world).prover().tick(signal)

    const from = await blockNumber()
    const tick = daemonsOf(world, { request: killing(world, kill) })
      .keeper(options)
      .tick(signal)
    await tick.catch(() => {})
    await daemonsOf(world).keeper(options).tick(signal)

    const again = killing(world, never)
    await daemonsOf(world, { request: again }).keeper(options).tick(signal)
    expect(again.methods.filter(isBroadcast)).toEqual([])
    return journal(world, from, world.accounts.keeper.address)
  }

  test('fills and asks for what is short, if nothing disturbs it', async () => {
    const { sent } = await round(never)
    expect(sent).toEqual(['fill', 'requestWithdrawal'])
  })

  for (let nth = 1; nth <= 2; nth++)
    test.each(['before', 'after'] as const)(`killed %s broadcast ${nth}`, async (moment) => {
      const { sent } = await round({ moment, at: atBroadcast(nth) })
      expect(sent).toEqual(['fill', 'requestWithdrawal'])
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
