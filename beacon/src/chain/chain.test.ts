import { beforeAll, describe, expect, test } from 'vitest'
import { stake, world, worldOf } from '../../test/world.ts'
import {
  BeaconChain,
  BlockNotFoundError,
  CannotProposeError,
  headerRoot,
  interopKey,
  slotsPerEpoch,
  StateUnavailableError,
} from '../index.ts'

describe('lock-step', () => {
  const { chain, produce, walkTo } = world()
  const start = chain.snapshot()
  beforeAll(() => walkTo(4 * slotsPerEpoch))

  test('finality comes two epochs behind, from attestations in blocks alone', () => {
    expect(chain.headState.justified.epoch).toBe(3)
    expect(chain.headState.finalized.epoch).toBe(2)
    expect(chain.headerOf('finalized')).toEqual(chain.headerOf(2 * slotsPerEpoch))
    expect(chain.headerOf('justified')).toEqual(chain.headerOf(3 * slotsPerEpoch))
  })

  test('every validator earns in every epoch', () => {
    for (const balance of chain.headState.balances()) {
      expect(balance).toBeGreaterThan(Number(stake))
    }
  })

  test('each block names its parent, whose root EIP-4788 is told', () => {
    const slot = chain.nextSlot()
    expect(chain.prepare(slot).parentRoot).toBe(chain.head.root)
    expect(chain.parentRootFor(slot)).toBe(chain.head.root)
    expect(chain.parentRootFor(10)).toBe(chain.headerOf(9).root)
    expect(chain.headerOf(10).parentRoot).toBe(chain.headerOf(9).root)
  })

  test('a block root is the hash of its header', () => {
    const { slot, proposerIndex, ...roots } = chain.head
    expect(headerRoot({ ...roots, slot: BigInt(slot), proposerIndex: BigInt(proposerIndex) })).toBe(
      chain.head.root,
    )
  })

  test('the state of a block hashes to the state root of its header', () => {
    for (const slot of [0, 1, 31, 32, 100]) {
      expect(chain.stateOf(slot).root).toBe(chain.headerOf(slot).stateRoot)
    }
  })

  test('the same steps from a snapshot give the same roots', () => {
    const head = chain.head
    const later = chain.snapshot()
    chain.revert(start)
    expect(chain.head.slot).toBe(0)
    walkTo(head.slot)
    expect(chain.head).toEqual(head)
    chain.revert(later)
  })

  test('error: the execution block must follow the one before, at the time of its slot', () => {
    const slot = chain.nextSlot()
    expect(() => produce(slot, { parentHash: `0x${'11'.repeat(32)}` })).toThrow(/parentHash/)
    const block = { number: 1, hash: chain.head.root, timestamp: chain.timestampOf(slot) + 1 }
    expect(() => chain.produce(slot, block)).toThrow(/timestamp/)
  })

  test('error: BlockNotFoundError for a slot without a block', () => {
    expect(() => chain.headerOf(chain.head.slot + 1)).toThrow(BlockNotFoundError)
  })
})

describe('fast time', () => {
  test('epochs with one block still justify, finalise and earn', () => {
    const { chain, runTo } = world()
    runTo(10)
    const before = chain.headState.balances()
    runTo(11)
    const after = chain.headState.balances()

    expect(chain.headState.finalized.epoch).toBe(9)
    const gains = after.map((balance, index) => balance - (before[index] as number))
    expect(Math.min(...gains)).toBeGreaterThan(0)
  })

  test('attesters are paid to the gwei what full participation pays, written or in blocks', () => {
    const { chain, runTo, leapTo, walkTo } = world()
    // consensus-specs, altair: base reward × (source 14 + target 26 + head 14) / 64.
    const base = 2_000 * Math.floor((64 * 1e9) / Math.floor(Math.sqrt(32 * Number(stake))))
    const perEpoch = [14, 26, 14].reduce((sum, weight) => sum + Math.floor((base * weight) / 64), 0)
    const proposers = new Set<number>()
    const balances = () => {
      proposers.add(chain.head.proposerIndex)
      return chain.headState.balances()
    }
    runTo(10)
    const start = chain.snapshot()
    const before = balances()
    leapTo(20)
    const ten = balances()
    chain.revert(start)
    leapTo(30)
    const twenty = balances()
    chain.revert(start)
    walkTo(12 * slotsPerEpoch)
    const first = balances()
    for (let slot = chain.head.slot; slot < 13 * slotsPerEpoch; slot++) {
      walkTo(slot + 1)
      proposers.add(chain.head.proposerIndex)
    }
    const next = balances()

    const others = [...before.keys()].filter((index) => !proposers.has(index))
    let checked = 0
    for (const index of others) {
      const at = (list: readonly number[]) => list[index] as number
      expect(at(twenty) - at(ten)).toBe(10 * perEpoch)
      // The one block of each leap pays the index's seats in the sync committee; 32 blocks pay them 32 times.
      const seats = at(ten) - at(before) - 10 * perEpoch
      expect(at(next) - at(first)).toBe(perEpoch + 32 * seats)
      checked++
    }
    expect(checked).toBeGreaterThan(0)
  })

  test('thousands of empty slots are one step', () => {
    const { chain, leapTo } = world({ validators: 16 })
    leapTo(40)
    expect(chain.head.parentRoot).toBe(chain.headerOf('genesis').root)
    expect(chain.headState.epoch).toBe(40)
    leapTo(44)
    expect(chain.headState.finalized.epoch).toBe(42)
  })
})

describe('proposers', () => {
  test('a slashed, an offline or a keyless proposer leaves its slot empty', () => {
    const { chain, step } = world()
    const proposer = chain.prepare(chain.nextSlot() + 1).proposerIndex
    const slot = chain.nextSlot() + 1

    chain.setOffline([proposer])
    expect(() => chain.prepare(slot)).toThrow(CannotProposeError)
    expect(chain.nextSlot(slot)).toBeGreaterThan(slot)
    chain.setOffline([proposer], false)
    expect(chain.nextSlot(slot)).toBe(slot)

    chain.slash(proposer)
    expect(step().slashed).toEqual([proposer])
    expect(chain.nextSlot(slot)).toBeGreaterThan(slot)
  })

  test('error: nobody left to propose', () => {
    const { chain } = world({ validators: 16 })
    chain.setOffline(Array.from({ length: 16 }, (_, index) => index))
    expect(() => chain.nextSlot()).toThrow(/No validator can propose/)
  })
})

describe('states', () => {
  test('the newest are kept, and those pinned until released as often', () => {
    const { chain, step, walkTo } = world({ validators: 16, keepStates: 4 })
    const { header } = step()
    chain.pin(header.root)
    chain.pin(header.root)
    walkTo(10)
    expect(chain.stateOf(9).slot).toBe(9)
    expect(() => chain.stateOf(5)).toThrow(StateUnavailableError)

    expect(chain.stateOf(header.root).root).toBe(header.stateRoot)
    chain.release(header.root)
    expect(chain.stateOf(header.root).root).toBe(header.stateRoot)
    chain.release(header.root)
    expect(() => chain.stateOf(header.root)).toThrow(StateUnavailableError)
  })

  test("the finalised block's state stays when it leaves the ring", () => {
    const { chain, walkTo } = world({ validators: 16, keepStates: 70 })
    walkTo(5 * slotsPerEpoch - 1)
    const finalized = chain.headerOf('finalized')
    expect(finalized.slot).toBe(2 * slotsPerEpoch)
    expect(() => chain.stateOf(finalized.slot + 1)).toThrow(StateUnavailableError)
    expect(chain.stateOf('finalized').root).toBe(finalized.stateRoot)
  })
})

test('a saved chain goes on in another process as it would have here', () => {
  const { chain, walkTo } = world({ validators: 16 })
  chain.setOffline([3])
  walkTo(3 * slotsPerEpoch + 7)
  chain.pin(chain.headerOf(70).root)
  const saved = chain.save()

  const again = worldOf(BeaconChain.load(saved))
  expect(again.chain.head).toEqual(chain.head)
  expect(again.chain.headerOf('genesis')).toEqual(chain.headerOf('genesis'))
  for (const id of ['finalized', 'justified', 70] as const) {
    expect(again.chain.stateOf(id).root).toBe(chain.stateOf(id).root)
  }
  expect(() => again.chain.stateOf(71)).toThrow(StateUnavailableError)

  walkTo(5 * slotsPerEpoch)
  again.walkTo(5 * slotsPerEpoch)
  expect(again.chain.head).toEqual(chain.head)
  expect(() => BeaconChain.load(saved.subarray(0, 100))).toThrow()
})

test('an Electra chain becomes a Fulu chain at its epoch', () => {
  const { chain, walkTo } = world({ validators: 16, fork: 'electra', fuluEpoch: 2 })
  walkTo(2 * slotsPerEpoch - 1)
  expect(chain.headState.fork).toBe('electra')
  expect(chain.headState.forkVersions.currentVersion).toBe('0x05000000')

  walkTo(5 * slotsPerEpoch)
  expect(chain.headState.fork).toBe('fulu')
  expect(chain.headState.forkVersions).toEqual({
    previousVersion: '0x05000000',
    currentVersion: '0x06000000',
    epoch: 2,
  })
  expect(chain.headState.finalized.epoch).toBe(3)
})

test('interop keys are the published ones', () => {
  expect(interopKey(0).pubkey).toBe(
    '0xa99a76ed7796f7be22d5b7e85deeb7c5677e88e511e0b337618f8c4eb61349b4bf2d153f649f7b53359fe8b94a38e44c',
  )
})
