import { beforeAll, describe, expect, test } from 'vitest'
import { ether, ours, world, worldOf } from '../../test/world.ts'
import {
  BeaconChain,
  compounding,
  type DepositRequest,
  farFutureEpoch,
  interopKey,
  makeDeposit,
  makeTopUp,
  quickKey,
  slotsPerEpoch,
  sweeping,
} from '../index.ts'

const credentials = compounding(ours)
const keys = Array.from({ length: 10 }, (_, index) => quickKey('deposit tests', index))
const keyAt = (index: number) => keys[index] as (typeof keys)[number]

let count = 0
const request = (deposit: Omit<DepositRequest, 'index'>): DepositRequest => ({
  ...deposit,
  index: count++,
})
const deposit = (index: number, amount = 32n * ether) =>
  request(makeDeposit(keyAt(index), { withdrawalCredentials: credentials, amount }))
const topUp = (pubkey: DepositRequest['pubkey'], amount: bigint) =>
  request(makeTopUp(pubkey, { withdrawalCredentials: credentials, amount }))

describe('deposits', () => {
  test('wait until their slot is final, then enter by churn: 128 ETH an epoch', () => {
    const { chain, step, runTo } = world()
    runTo(4)
    const { header } = step({ deposits: keys.map((_, index) => deposit(index)) })
    expect(chain.headState.pendingDeposits().map(({ slot }) => slot)).toEqual(
      keys.map(() => header.slot),
    )

    // Made in epoch 4, final with the start of epoch 5: the end of epoch 6 finds that, and takes the first.
    runTo(6)
    expect(chain.headState.finalized.epoch).toBe(4)
    expect(chain.headState.pendingDepositCount).toBe(10)
    const left = [7, 8, 9].map((epoch) => {
      runTo(epoch)
      return chain.headState.pendingDepositCount
    })
    expect(left).toEqual([6, 2, 0])

    const index = chain.headState.indexOf(keyAt(0).pubkey) as number
    expect(index).toBe(32)
    expect(chain.headState.validator(index)).toMatchObject({
      pubkey: keyAt(0).pubkey,
      withdrawalCredentials: credentials,
      balance: 32n * ether,
      effectiveBalance: 32n * ether,
      status: 'pending_queued',
    })

    runTo(18)
    expect(chain.headState.validator(index).status).toBe('active_ongoing')
  })

  test('a validator without a key here counts as offline, and earns once its key is added', () => {
    const { chain, step, runTo } = world()
    runTo(2)
    step({ deposits: [deposit(0)] })
    runTo(16)
    const index = chain.headState.indexOf(keyAt(0).pubkey) as number
    expect(chain.headState.validator(index).status).toBe('active_ongoing')
    const balanceAfter = (epochs: number) => {
      runTo(chain.headState.epoch + epochs)
      return chain.headState.balance(index)
    }
    const before = balanceAfter(2)
    expect(balanceAfter(3)).toBeLessThan(before)

    chain.addKey(keyAt(0))
    const low = balanceAfter(2)
    expect(balanceAfter(3)).toBeGreaterThan(low)
  })

  test('with a bad signature, a deposit of a new validator is dropped, and only that', () => {
    const { chain, step, runTo } = world()
    runTo(2)
    const bad = deposit(0)
    const other = makeDeposit(keyAt(1), { withdrawalCredentials: credentials, amount: 1n * ether })
    step({ deposits: [{ ...bad, signature: other.signature }, deposit(2)] })
    runTo(8)

    expect(chain.headState.pendingDepositCount).toBe(0)
    expect(chain.headState.indexOf(keyAt(0).pubkey)).toBeUndefined()
    expect(chain.headState.indexOf(keyAt(2).pubkey)).toBe(32)
    expect(chain.headState.validatorCount).toBe(33)
  })

  test('signed for another genesis fork, a deposit is dropped', () => {
    const { chain, step, runTo } = world()
    runTo(2)
    const args = { withdrawalCredentials: credentials, amount: 32n * ether }
    const foreign = makeDeposit(keyAt(0), { ...args, genesisForkVersion: '0x10000000' })
    step({ deposits: [request(foreign)] })
    runTo(8)
    expect(chain.headState.validatorCount).toBe(32)
  })

  test('a top-up needs no signature and no credentials of ours: strangers can add to any balance', () => {
    const { chain, step, runTo } = world()
    runTo(2)
    step({ deposits: [deposit(0)] })
    runTo(8)
    step({ deposits: [topUp(keyAt(0).pubkey, 5n * ether)] })
    runTo(14)
    const index = chain.headState.indexOf(keyAt(0).pubkey) as number
    expect(chain.headState.validator(index).withdrawalCredentials).toBe(credentials)
    expect(chain.headState.balance(index)).toBeGreaterThan(36n * ether)
  })
})

describe('a top-up of a validator that is exiting', () => {
  const { chain, step, runTo, leapTo } = world({ validators: 16 })
  let exiting: number
  let at: number
  beforeAll(() => {
    // Validators may leave 256 epochs after their activation.
    leapTo(256)
    runTo(258)
    exiting = 3
    chain.exit(exiting)
    step()
    const pubkey = chain.headState.validator(exiting).pubkey
    at = step({
      deposits: [topUp(pubkey, 2n * ether), deposit(1, 1n * ether), deposit(2, 1n * ether)],
    }).header.slot
  })

  test('is postponed: re-appended at the tail, with its old slot', () => {
    const { exitEpoch } = chain.headState.validator(exiting)
    expect(exitEpoch).toBeLessThan(farFutureEpoch)
    runTo(263)
    const pending = chain.headState.pendingDeposits()
    expect(pending).toHaveLength(1)
    expect(pending[0]).toMatchObject({ amount: 2n * ether, slot: at })

    const later = step({ deposits: [deposit(4, 1n * ether)] }).header.slot
    runTo(264)
    expect(chain.headState.pendingDeposits().map(({ slot }) => slot)).toEqual([later, at])
  })

  test('arrives after its withdrawable epoch, and is withdrawn at once', () => {
    const { withdrawableEpoch } = chain.headState.validator(exiting)
    const epoch = Number(withdrawableEpoch)
    leapTo(epoch - 1)
    // Withdrawable, and swept; but the deposit lands only at the end of that epoch.
    runTo(epoch)
    expect(chain.headState.pendingDepositCount).toBe(1)
    // Even now it may sit in the sync committee, and earn there.
    const dust = chain.headState.balance(exiting)
    expect(dust).toBeLessThan(ether / 1000n)

    const { withdrawals } = chain.prepare(chain.nextSlot((epoch + 1) * slotsPerEpoch))
    expect(withdrawals.filter(({ validatorIndex }) => validatorIndex === exiting)).toMatchObject([
      { amount: 2n * ether + dust },
    ])
    runTo(epoch + 1)
    expect(chain.headState.pendingDepositCount).toBe(0)
  })
})

test('a validator that turns to 0x02 queues its excess again, with slot 0, behind later slots', () => {
  const chain = BeaconChain.create({
    validators: Array.from({ length: 20 }, (_, index) => ({
      key: interopKey(index),
      balance: 40n * ether,
      withdrawalCredentials: sweeping(ours),
    })),
  })
  const { step, runTo } = worldOf(chain)
  // The sweep of this block takes sixteen and doesn't get to the last.
  const { pubkey } = chain.headState.validator(19)
  const { header } = step({
    deposits: [deposit(0)],
    consolidationRequests: [{ sourceAddress: ours, sourcePubkey: pubkey, targetPubkey: pubkey }],
  })

  expect(chain.headState.validator(19).withdrawalCredentials).toBe(compounding(ours))
  expect(chain.headState.balance(19)).toBeLessThan(33n * ether)
  const pending = chain.headState.pendingDeposits()
  expect(pending.map(({ slot }) => slot)).toEqual([header.slot, 0])
  expect(pending[1]).toMatchObject({ pubkey, amount: 8n * ether })
  runTo(6)
  expect(chain.headState.pendingDepositCount).toBe(0)
  expect(chain.headState.balance(19)).toBeGreaterThan(40n * ether)
})

test('after going back, another validator may get the index that one had', () => {
  const { chain, step, runTo } = world({ validators: 16 })
  runTo(1)
  const snapshot = chain.snapshot()
  step({ deposits: [deposit(0)] })
  runTo(8)
  expect(chain.headState.indexOf(keyAt(0).pubkey)).toBe(16)

  chain.revert(snapshot)
  step({ deposits: [deposit(1), deposit(0)] })
  runTo(8)
  expect(chain.headState.indexOf(keyAt(1).pubkey)).toBe(16)
  expect(chain.headState.indexOf(keyAt(0).pubkey)).toBe(17)
  expect(chain.headState.balance(16)).toBe(32n * ether)
})
