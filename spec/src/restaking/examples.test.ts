import { describe, expect, test } from 'vitest'
import {
  allocate,
  at,
  burning,
  complete,
  delegate,
  deposit,
  part,
  queue,
  record,
  redistributing,
  slash,
  start,
  third,
  withdrawable,
  world,
} from '../../test/restaking.ts'
import { ether, wad, weiToGweiDown } from '../units.ts'
import { allocatable, allocationAt } from './allocation.ts'
import { keyOf, maxMagnitude, operatorOf, operatorShares, scalingOf, tokensOf } from './state.ts'
import { undelegate } from './undelegate.ts'

const effective = start + 10n

describe('the published examples', () => {
  test('ELIP 2: 200 tokens, 2000 + 2500 + 2000 allocated of 10000, the first set slashes half (MAG-6)', () => {
    const state = world()
    deposit(state, ether(200))
    delegate(state)
    for (const [set, magnitude] of [
      [burning, 2_000n],
      [redistributing, 2_500n],
      [third, 2_000n],
    ] as const)
      allocate(state, part(magnitude, 10_000n), { set })

    slash(state, wad / 2n, effective)

    const otto = operatorOf(state, 'otto')
    const max = maxMagnitude(otto, 'steth')
    const held = [burning, redistributing, third].map(
      (set) => allocationAt(otto, keyOf(set), 'steth', effective).magnitude as bigint,
    )
    const free: bigint = allocatable(state, 'otto', 'steth', effective)
    expect(max).toBe(part(9_000n, 10_000n))
    expect(held).toEqual([1_000n, 2_500n, 2_000n].map((of) => part(of, 10_000n)))
    expect(free).toBe(part(3_500n, 10_000n))

    const tokens = withdrawable(state)
    expect(tokens).toBe(ether(180))
    expect(operatorShares(state, 'otto', 'steth')).toBe(ether(180))
    expect([...held, free].map((of) => (tokens * of) / max)).toEqual([20, 50, 40, 70].map(ether))
  })

  /** 32 of beacon ether, of which an operator's slash has left a quarter. */
  function slashedByThreeQuarters() {
    const state = world()
    record(state, ether(32))
    delegate(state)
    allocate(state, wad, { strategy: 'beacon' })
    slash(state, part(75n, 100n), effective, { strategies: ['beacon'] })
    expect(withdrawable(state, { strategy: 'beacon' })).toBe(ether(8))
    return state
  }

  test('both slash, A: another validator, then the checkpoint: 40 → 30 (BCSF-4)', () => {
    const state = slashedByThreeQuarters()

    record(state, ether(32), { previous: ether(32) })
    expect(withdrawable(state, { strategy: 'beacon' })).toBe(ether(40))
    expect(scalingOf(state, 'alice', 'beacon')).toBe(part(25n, 10n))

    record(state, -ether(16), { previous: ether(64) })
    expect(withdrawable(state, { strategy: 'beacon' })).toBe(ether(30))
    expect(operatorShares(state, 'otto', 'beacon')).toBe(ether(30))
  })

  test('both slash, B: the checkpoint, then another validator: 4 → 36 (BCSF-4)', () => {
    const state = slashedByThreeQuarters()

    record(state, -ether(16), { previous: ether(32) })
    expect(withdrawable(state, { strategy: 'beacon' })).toBe(ether(4))

    record(state, ether(32), { previous: ether(16) })
    expect(withdrawable(state, { strategy: 'beacon' })).toBe(ether(36))
    expect(scalingOf(state, 'alice', 'beacon')).toBe(part(45n, 10n))
    expect(operatorShares(state, 'otto', 'beacon')).toBe(ether(36))
  })

  test('a tenth is slashed during the queue: 90 are paid; after it: 100 (WQ-3)', () => {
    const during = world()
    deposit(during, ether(100))
    delegate(during)
    allocate(during, wad)
    const early = queue(during, ether(100), effective)
    slash(during, wad / 10n, effective + 50n)
    complete(during, early, effective + 51n)
    expect(tokensOf(during, 'STETH', 'alice')).toBe(-ether(10))

    const after = world()
    deposit(after, ether(100))
    delegate(after)
    allocate(after, wad)
    const late = queue(after, ether(100), effective)
    slash(after, wad / 10n, effective + 51n)
    complete(after, late, effective + 51n)
    expect(tokensOf(after, 'STETH', 'alice')).toBe(0n)
  })

  test('both slash, wholly: what is verified after undelegating bears the pod’s loss, and nothing of the operator’s', () => {
    const state = world()
    record(state, ether(32))
    delegate(state)
    allocate(state, wad, { strategy: 'beacon' })
    slash(state, wad, effective, { strategies: ['beacon'] })
    const [lost] = undelegate(state, { staker: 'alice' }, at(effective))

    record(state, ether(32), { previous: ether(32) })
    expect(withdrawable(state, { strategy: 'beacon' })).toBe(ether(32))
    record(state, -ether(16), { previous: ether(64) })
    complete(state, lost!, effective + 51n, false)
    expect(withdrawable(state, { strategy: 'beacon' })).toBe(ether(24))

    const last = queue(state, ether(32), effective, { strategy: 'beacon' })
    state.pods.get('alice')!.payable = weiToGweiDown(ether(48))
    complete(state, last, effective + 51n)
    expect(state.ether.get('alice')).toBe(ether(24))
    expect(state.pods.get('alice')!.payable).toBe(weiToGweiDown(ether(24)))
  })
})
