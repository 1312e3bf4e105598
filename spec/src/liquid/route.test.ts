import { describe, expect, test } from 'vitest'
import {
  after,
  allocate,
  ask,
  assetsAt,
  enter,
  enterETH,
  eventsOf,
  expectError,
  names,
  offer,
  routeAll,
  slash,
  soundDelay,
  stranger,
  undelegate,
  world,
} from '../../test/liquid.ts'
import { ether, wad } from '../units.ts'
import { routable, route, roomFor } from './route.ts'
import { stake } from './stake.ts'

describe('route', () => {
  test('default: each delegator gets its part, by weight (ROUTE-2)', () => {
    const state = world()
    enter(state, ether(100))
    routeAll(state)

    for (const index of names)
      expect(state.delegators.get(index)!.holdings.get('cseth')!.units).toBe(ether(25))
    expect(state.assets.get('cseth')!.waiting).toBe(0n)
    expect(assetsAt(state, 0n)).toBe(ether(111))
  })

  test('error: ExceedsRoom, by a unit (ROUTE-2)', () => {
    const state = world()
    enter(state, ether(100))
    const args = { index: 'north', asset: 'cseth' }
    const room = roomFor(state, args, after(0n))
    expect(room).toBe(ether(25))
    const units = ether(25) + 1n
    expectError(() => route(state, { ...args, units }, after(0n)), 'ExceedsRoom', {
      ...args,
      units,
      room: ether(25) as bigint,
    })
    route(state, { ...args, units: ether(25) as bigint }, after(0n))
  })

  test('error: Breached, where the policy closes it, or it was put out (ROUTE-3)', () => {
    const state = world()
    enter(state, ether(100))
    allocate(state, 1n, { set: stranger })
    undelegate(state, 'east')
    for (const index of ['north', 'east'])
      expectError(() => route(state, { index, asset: 'cseth', units: 1n }, after(0n)), 'Breached', {
        index,
      })
    routeAll(state)
    expect(state.assets.get('cseth')!.waiting).toBe(ether(50))
  })

  test('behavior: incident 44: an operator without anything left takes nothing, and the others go on (ROUTE-4)', () => {
    const state = world({ risk: { maxServiceBps: 10_000n, maxAllocatedBps: 10_000n } })
    allocate(state, wad)
    slash(state, wad)
    enter(state, ether(100), { blocks: soundDelay })
    const args = { asset: 'cseth', units: ether(25) as bigint }
    const before = eventsOf(state)
    const toNorth = () => route(state, { index: 'north', ...args }, after(soundDelay))
    expectError(toNorth, 'Breached', { index: 'north' })
    expect(eventsOf(state)).toEqual(before)

    for (const index of ['east', 'south', 'west'])
      route(state, { index, ...args }, after(soundDelay))
    expect(assetsAt(state, soundDelay)).toBe(ether(111))
  })

  test('behavior: no more than waits; and where nothing does, ZeroUnits', () => {
    const state = world()
    enter(state, ether(4))
    for (const index of names)
      route(state, { index, asset: 'cseth', units: ether(1) as bigint }, after(0n))
    enter(state, ether(1))
    const some = { index: 'north', asset: 'cseth', units: ether(1) / 5n }
    for (const index of names.slice(1)) route(state, { ...some, index }, after(0n))
    route(state, { ...some, units: ether(1) / 4n }, after(0n))
    expect(state.assets.get('cseth')!.waiting).toBe(ether(3) / 20n)

    for (const index of names.slice(1))
      route(state, { ...some, index, units: ether(1) / 20n }, after(0n))
    const none = () => route(state, some, after(0n))
    expectError(none, 'ZeroUnits', {})
  })

  test('behavior: what somebody waits for in ether stays (ROUTE-5)', () => {
    const state = world()
    const shares = enter(state, ether(100))
    ask(state, shares / 2n)
    // Half of 110 ether, and the lane's, less what is here; a token is worth 1.1.
    const owed = ether(55) + (ether(111) * 9n) / 1_000n - ether(1)
    expect(routable(state, 'cseth', after(0n))).toBe(ether(100) - (owed * 10n + 10n) / 11n)

    expect(routable(state, 'lst', after(0n))).toBe(0n)
    expect(() => routable(state, 'ether', after(0n))).toThrow('UnknownAsset')
  })

  test('behavior: ether that the queue is owed isn’t staked (EXIT-2)', () => {
    const state = world()
    const shares = enterETH(state, ether(200))
    ask(state, shares - ether(100))
    const args = { index: 'north', pubkeyRoot: 'key', assets: ether(31) }
    offer(state, 'north', 'key')
    // A quarter of what 100 ether and the genesis, less the lane's, leave.
    expectError(() => stake(state, args, after(0n)), 'ExceedsRoom', {
      index: 'north',
      asset: 'ether',
      units: ether(31) as bigint,
      room: ((ether(101) - (ether(201) * 90n) / 10_000n) / 4n) as bigint,
    })
  })
})
