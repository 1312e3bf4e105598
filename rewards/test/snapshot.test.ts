import { describe, expect, test } from 'vitest'
import type { Happening } from '../src/history/events.ts'
import { follow } from '../src/history/follow.ts'
import { snapshot } from '../src/history/snapshot.ts'
import { secondsPerDay, wad } from '../src/units.ts'
import { avs, operators, sets, stakers, strategies, toEvents } from './worlds.ts'

const [operator] = operators
const [alice, bob] = stakers
const [strategy, second] = strategies
const set = sets[0]!

const day = (days: number, seconds = 0) => days * secondsPerDay + seconds

type Told = readonly [time: number, happening: Happening]

/** What `look` sees on days 1 to 6 of what happened. */
function seen<T>(told: readonly Told[], look: (day: ReturnType<typeof snapshot>) => T): T[] {
  const events = toEvents(told.map(([time, happening]) => ({ ...happening, time })))
  const history = follow(events, day(20))
  return [1, 2, 3, 4, 5, 6].map((one) => look(snapshot(history, one)))
}

const shares = (time: number, delta: bigint, staker = alice): Told => [
  time,
  { type: 'shares', staker, strategy, delta },
]
const delegation = (time: number, to: typeof operator | undefined, staker = alice): Told => [
  time,
  { type: 'delegation', staker, operator: to },
]
const membership = (time: number, member: boolean): Told => [
  time,
  { type: 'membership', operator, set, member },
]
const setStrategy = (time: number, included: boolean): Told => [
  time,
  { type: 'setStrategy', strategy, set, included },
]
const allocation = (time: number, magnitude: bigint, effectTime = time): Told => [
  time,
  { type: 'allocation', operator, set, strategy, magnitude, effectBlock: 0n, effectTime },
]

describe('shares', () => {
  const held = (told: readonly Told[]) => seen(told, (day) => day.shares(alice, strategy))

  test('EARN-1: those of the last second before a day count for it, those of its first don’t', () => {
    expect(held([shares(day(2, -1), 5n)])).toEqual([0n, 5n, 5n, 5n, 5n, 5n])
    expect(held([shares(day(2), 5n)])).toEqual([0n, 0n, 5n, 5n, 5n, 5n])
    expect(held([shares(day(1), 5n), shares(day(3), -2n), shares(day(3, 1), 4n)])).toEqual([
      0n,
      5n,
      5n,
      7n,
      7n,
      7n,
    ])
  })

  test('EARN-1: a slash takes its part, rounded down, from those who are delegated when it comes', () => {
    const slash: Told = [
      day(3, 60),
      { type: 'slash', operator, strategies: [second, strategy], wads: [wad, wad / 3n] },
    ]
    const before = [shares(0, 100n), shares(0, 100n, bob)]
    expect(held([...before, delegation(1, operator), slash])).toEqual([
      100n,
      100n,
      100n,
      67n,
      67n,
      67n,
    ])
    expect(held([...before, delegation(1, operator, bob), slash])[5]).toBe(100n)
    expect(held([...before, delegation(1, operator), delegation(2, undefined), slash])[5]).toBe(
      100n,
    )
    expect(held([...before, slash, delegation(day(3, 60), operator)])[5]).toBe(100n)
    expect(held([...before, delegation(day(3, 60), operator), slash])[5]).toBe(67n)
  })

  test('EARN-1: of what isn’t there, nothing is taken', () => {
    const slash: Told = [2, { type: 'slash', operator, strategies: [strategy], wads: [wad] }]
    expect(held([shares(0, -7n), delegation(1, operator), slash])[0]).toBe(-7n)
  })
})

describe('delegation', () => {
  const who = (told: readonly Told[]) =>
    seen(
      told,
      (day) => day.stakersOf(operator).length === 1 && day.stakersOf(operator)[0] === alice,
    )

  test('EARN-1: counts as it is when a day begins', () => {
    expect(who([delegation(day(2, -1), operator), delegation(day(4), undefined)])).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
    ])
    expect(who([delegation(day(2), operator), delegation(day(4, -1), undefined)])).toEqual([
      false,
      false,
      true,
      false,
      false,
      false,
    ])
  })
})

describe('membership', () => {
  const member = (told: readonly Told[]) => seen(told, (day) => day.isMember(operator, set))

  test('EARN-1: begins with the day after, ends with the day before', () => {
    expect(member([membership(day(1), true), membership(day(4), false)])).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
    ])
    expect(member([membership(day(2, -1), true), membership(day(4, -1), false)])).toEqual([
      false,
      true,
      false,
      false,
      false,
      false,
    ])
  })

  test('EARN-1: within a day, or from one to the next, it is none', () => {
    expect(member([membership(day(2), true), membership(day(3, -1), false)])).not.toContain(true)
    expect(member([membership(day(2), true), membership(day(3), false)])).not.toContain(true)
  })

  test('EARN-1: who leaves and comes back loses the day', () => {
    const told = [membership(0, true), membership(day(3, 5), false), membership(day(3, 6), true)]
    expect(member(told)).toEqual([true, true, false, true, true, true])
  })

  test('EARN-1: in any set of a service, one is registered to it', () => {
    const told = [membership(0, true)]
    expect(seen(told, (day) => day.isRegistered(operator, avs))[0]).toBe(true)
    expect(seen(told, (day) => day.isRegistered(operator, operator))[0]).toBe(false)
    expect(seen(told, (day) => day.registered())[0]).toEqual([operator])
  })

  test('EARN-1: a set’s strategies count through the day on which they are taken out', () => {
    const told = [setStrategy(day(2, -1), true), setStrategy(day(4), false)]
    expect(seen(told, (day) => day.strategies(set).length)).toEqual([0, 1, 1, 1, 0, 0])
  })
})

describe('allocation', () => {
  const allocated = (told: readonly Told[]) =>
    seen(told, (day) => day.magnitude(operator, set, strategy))

  test('EARN-1: more counts from the day after it takes effect', () => {
    expect(allocated([allocation(0, 5n, day(2, -1)), allocation(day(3), 8n)])).toEqual([
      0n,
      5n,
      5n,
      8n,
      8n,
      8n,
    ])
  })

  test('EARN-1: less counts for the day on which it takes effect', () => {
    expect(allocated([allocation(0, 5n), allocation(day(1), 3n, day(4, -1))])).toEqual([
      5n,
      5n,
      3n,
      3n,
      3n,
      3n,
    ])
    expect(allocated([allocation(0, 5n), allocation(day(1), 3n, day(4))])).toEqual([
      5n,
      5n,
      5n,
      3n,
      3n,
      3n,
    ])
  })

  test('EARN-1: so does a maximum that was slashed', () => {
    const told: Told[] = [
      [day(3, 5), { type: 'maxMagnitude', operator, strategy, magnitude: wad / 2n }],
    ]
    expect(seen(told, (day) => day.maxMagnitude(operator, strategy))).toEqual([
      wad,
      wad,
      wad / 2n,
      wad / 2n,
      wad / 2n,
      wad / 2n,
    ])
  })

  test('EARN-1: one whose block isn’t there yet is none', () => {
    const pending: Told = [
      0,
      {
        type: 'allocation',
        operator,
        set,
        strategy,
        magnitude: 5n,
        effectBlock: 9n,
        effectTime: undefined,
      },
    ]
    expect(allocated([pending])).toEqual([0n, 0n, 0n, 0n, 0n, 0n])
  })
})

describe('split', () => {
  const split = (told: readonly Told[]) => seen(told, (day) => day.split(operator, set))
  const own = (bips: number, activatedAt: number): Told => [
    0,
    { type: 'split', operator, of: set, bips, activatedAt },
  ]
  const standard = (bips: number, time: number): Told => [time, { type: 'defaultSplit', bips }]

  test('EARN-1: counts from the first day that begins after its activation', () => {
    expect(split([own(100, day(2, -1)), own(200, day(4))])).toEqual([1000, 100, 100, 100, 200, 200])
  })

  test('EARN-1: is the default of the day until the first', () => {
    expect(split([standard(500, day(1)), own(100, day(3)), standard(700, day(5))])).toEqual([
      1000, 500, 500, 100, 100, 100,
    ])
  })
})
