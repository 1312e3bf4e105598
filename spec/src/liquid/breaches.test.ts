import { describe, expect, test } from 'vitest'
import {
  after,
  allocate,
  assetsAt,
  bridge,
  enter,
  expectError,
  insurer,
  restaked,
  routeAll,
  slash,
  soundDelay,
  stranger,
  queuedBy,
  reaction,
  syncAll,
} from '../../test/liquid.ts'
import { delays } from '../../test/restaking.ts'
import { complete } from './complete.ts'
import * as restaking from '../restaking/index.ts'
import { ether, wad } from '../units.ts'
import { breaches, excess } from './breaches.ts'
import { largestLosses } from './exposure.ts'
import { derisk } from './lay.ts'
import { bookedDown } from './measure.ts'
import type { State } from './state.ts'

/** Of 111 ether, what 10 % are; a delegator has 27.5. */
const ceiling = ether(111) / 10n
const held = ether(110) / 4n

function rules(state: State, index = 'north', blocks = 0n) {
  return breaches(state, { index }, after(blocks)).map(
    ({ rule, active }) => `${active ? 'active' : 'passive'} ${rule}`,
  )
}

describe('breaches', () => {
  test('default: nothing is broken by an allocation up to the ceiling, to the unit (RISK-1)', () => {
    const most = (wad * ceiling) / held
    const state = restaked()
    allocate(state, most)
    expect(rules(state)).toEqual([])

    const more = restaked()
    allocate(more, most + 1n)
    expect(rules(more)).toEqual(['active ServiceShare'])
    expect(rules(more, 'east')).toEqual([])
  })

  test('behavior: once an allocation is in effect it can’t be answered any more (RISK-2)', () => {
    const state = restaked()
    allocate(state, wad / 2n)
    expect(rules(state, 'north', soundDelay - 1n)).toEqual(['active ServiceShare'])
    expect(rules(state, 'north', soundDelay)).toEqual(['passive ServiceShare'])
    expect(excess(state, 'north', after(soundDelay))).toBe(0n)
  })

  test('behavior: a ceiling that came down by another’s loss only closes (RISK-2)', () => {
    const state = restaked()
    allocate(state, (wad * 4n) / 10n)
    allocate(state, (wad * 4n) / 10n, { operator: 'emil', set: bridge })
    slash(state, wad, { operator: 'emil', set: bridge })
    expect(rules(state, 'north', soundDelay)).toEqual([])

    syncAll(state, soundDelay)
    expect(rules(state, 'north', soundDelay)).toEqual(['passive ServiceShare'])
  })

  test('behavior: nobody is drained for what another announced, nor is that excused by an older breach (RISK-3)', () => {
    const state = restaked()
    allocate(state, wad / 5n)
    allocate(state, (wad * 4n) / 10n, { operator: 'emil', blocks: soundDelay })
    expect(rules(state, 'north', soundDelay)).toEqual(['passive ServiceShare'])
    expect(rules(state, 'east', soundDelay)).toEqual(['active ServiceShare'])

    const later = 2n * soundDelay
    allocate(state, wad / 10n, { operator: 'suse', blocks: later })
    expect(rules(state, 'east', later)).toEqual(['passive ServiceShare'])
    expect(rules(state, 'south', later)).toEqual(['active ServiceShare'])
  })

  test('behavior: two services of one operator are counted together, of two they aren’t (RISK-4)', () => {
    const risk = { maxAllocatedBps: 10_000n }
    const one = restaked({ risk })
    allocate(one, (wad * 31n) / 100n)
    allocate(one, (wad * 31n) / 100n, { set: bridge })
    expect(rules(one)).toEqual(['active PairOverlap'])

    const two = restaked({ risk })
    allocate(two, (wad * 31n) / 100n)
    allocate(two, (wad * 31n) / 100n, { operator: 'emil', set: bridge })
    expect(rules(two)).toEqual([])
  })

  test('behavior: incident 45: sets that keep what they slash have a ceiling of their own (RISK-5)', () => {
    const most = (wad * (ether(111) / 20n)) / held
    const state = restaked()
    allocate(state, most, { set: insurer })
    expect(rules(state)).toEqual([])

    const more = restaked()
    allocate(more, most + 1n, { set: insurer })
    expect(rules(more)).toEqual(['active Redistributable'])
  })

  test('behavior: a delay must leave time to leave, to the block (RISK-6)', () => {
    const change = (delay: bigint) => {
      const state = restaked()
      const env = after(0n, 'nora')
      restaking.setAllocationDelay(state.restaking, { operator: 'nora', delay }, env)
      expect(rules(state)).toEqual([])
      return rules(state, 'north', delays.configurationDelay + 1n)
    }

    expect(change(soundDelay)).toEqual([])
    expect(change(soundDelay - 1n)).toEqual(['active AllocationDelay'])
  })

  test('behavior: a set that isn’t listed is a breach, even where nothing is staked (RISK-7)', () => {
    const state = restaked()
    allocate(state, 1n, { set: stranger, strategy: 'lst strategy' })
    expect(breaches(state, { index: 'north' }, after(0n))).toEqual([
      { rule: 'SetNotAllowed', active: true, value: 1n, ceiling: 0n, excess: held },
    ])
  })

  test('behavior: what all sets have together is bounded (RISK-8)', () => {
    const state = restaked({ risk: { maxServiceBps: 10_000n } })
    allocate(state, wad / 2n)
    expect(rules(state)).toEqual([])

    const more = restaked({ risk: { maxServiceBps: 10_000n } })
    allocate(more, wad / 2n + 1n)
    expect(rules(more)).toEqual(['active AllocationSum'])
  })

  test('behavior: of whom less than a hundredth is left, gets nothing more (ROUTE-4)', () => {
    const left = (part: bigint) => {
      const state = restaked({ risk: { maxServiceBps: 10_000n, maxAllocatedBps: 10_000n } })
      allocate(state, wad)
      slash(state, wad - part)
      return rules(state, 'north', soundDelay)
    }
    expect(left(wad / 100n)).toEqual([])
    expect(left(wad / 100n - 1n)).toEqual(['passive Exhausted'])
  })

  test('behavior: too much with one operator only closes it: nobody but depositors put it there (RISK-2)', () => {
    const state = restaked({ risk: { maxOperatorBps: 2_500n } })
    allocate(state, (wad * 4n) / 10n, { operator: 'emil' })
    slash(state, wad, { operator: 'emil' })
    expect(rules(state, 'north', soundDelay)).toEqual([])

    syncAll(state, soundDelay)
    expect(rules(state, 'north', soundDelay)).toEqual(['passive OperatorShare'])
  })
})

describe('derisk', () => {
  /** What the whole of an allocation of a half, of which 11.1 ether were allowed, costs if a stranger reacts at `blocks`. */
  function lossAfter(blocks: bigint) {
    const state = restaked()
    allocate(state, wad / 2n)
    derisk(state, { index: 'north', asset: 'cseth' }, after(blocks, 'stranger'))
    slash(state, wad)
    syncAll(state, soundDelay)
    return ether(111) - assetsAt(state, soundDelay)
  }

  test('default: what left within the reaction is out of a slash’s reach; a block later it isn’t (RISK-9)', () => {
    expect(lossAfter(reaction)).toBeLessThanOrEqual(ceiling)
    expect(lossAfter(reaction)).toBeGreaterThan(ceiling - 10n)
    expect(lossAfter(reaction + 1n)).toBe(held / 2n)
  })

  test('behavior: a set that isn’t listed drains the whole delegator, and its slash then costs nothing (RISK-9)', () => {
    const state = restaked()
    allocate(state, wad, { set: stranger })
    derisk(state, { index: 'north', asset: 'cseth' }, after(reaction, 'anyone'))
    slash(state, wad, { set: stranger })
    const withdrawal = queuedBy(state, 'north')
    complete(state, { index: 'north', withdrawal, asTokens: true }, after(soundDelay, 'anyone'))
    syncAll(state, soundDelay)

    expect(assetsAt(state, soundDelay)).toBe(ether(111))
    expect(state.assets.get('cseth')!.waiting).toBe(ether(25))
  })

  test('behavior: what is exposed leaves, whichever asset somebody takes out first (RISK-11)', () => {
    const state = restaked()
    enter(state, ether(16), { asset: 'lst' })
    routeAll(state)
    allocate(state, (wad * 8n) / 10n)
    for (const asset of ['lst', 'cseth'])
      derisk(state, { index: 'north', asset }, after(0n, 'anyone'))

    expect(excess(state, 'north', after(0n))).toBe(0n)
    const { units, queued } = state.delegators.get('north')!.holdings.get('cseth')!
    const stays = bookedDown(state, 'cseth', (units as bigint) - queued)
    expect((stays * 8n) / 10n).toBeLessThanOrEqual(assetsAt(state, 0n) / 10n)
  })

  test('error: NothingInExcess, when it is queued already', () => {
    const state = restaked()
    const args = { index: 'north', asset: 'cseth' }
    expectError(() => derisk(state, args, after(0n)), 'NothingInExcess', { index: 'north' })
    allocate(state, wad / 2n)
    derisk(state, args, after(0n))
    expectError(() => derisk(state, args, after(1n)), 'NothingInExcess', { index: 'north' })
  })
})

describe('largestLosses', () => {
  test('incident 5: the most that one operator, one service, or a pair can take (RISK-10)', () => {
    const state = restaked()
    allocate(state, wad / 5n)
    allocate(state, wad / 10n, { operator: 'emil' })
    allocate(state, wad / 10n, { operator: 'emil', set: bridge })

    const { operator, service, pair } = largestLosses(state, after(0n).block)
    expect([operator, service, pair]).toEqual([held, (held * 3n) / 10n, (held * 4n) / 10n])
  })
})
