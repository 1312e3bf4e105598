import { describe, expect, test } from 'vitest'
import {
  after,
  allocate,
  ask,
  assetsAt,
  enter,
  expectError,
  fillQueue,
  firstSecond,
  names,
  queuedBy,
  restaked,
  routeAll,
  stranger,
  undelegate,
  world,
} from '../../test/liquid.ts'
import { ether, secondsPerDay, secondsPerSlot, wad } from '../units.ts'
import { excess } from './breaches.ts'
import { complete } from './complete.ts'
import { delegate } from './delegate.ts'
import { coming, derisk, lay, rungOf, shortfallOf } from './lay.ts'
import { route } from './route.ts'
import { rootCount } from './tally.ts'

const aDay = secondsPerDay / secondsPerSlot
const ripe = 51n

/** 50 of 111 ether are asked for, of which 1 is here. */
function asked() {
  const state = restaked()
  ask(state, ether(50))
  return state
}

describe('lay', () => {
  test('default: a day’s rungs together ask back a part of the assets, and the next day’s as much (LADDER-2)', () => {
    const state = asked()
    const rung = ether(111) / 100n
    expect(rungOf(state, after(0n).now)).toBe(rung)
    expect(lay(state, { index: 'north', asset: 'cseth' }, after(0n)).assets).toBe(rung)

    const again = (blocks: bigint) =>
      lay(state, { index: 'east', asset: 'cseth' }, after(blocks)).assets
    const nextAt = firstSecond + secondsPerDay
    expectError(() => again(0n), 'RungLaid', { nextAt })
    expectError(() => again(aDay - 1n), 'RungLaid', { nextAt })
    expect(again(aDay)).toBe(rung)
    expect(coming(state)).toBe(2n * rung)
    expect(assetsAt(state, aDay)).toBe(ether(111))
  })

  test('error: NothingWanted, when what is on its way is enough (LADDER-3)', () => {
    const state = restaked({ parameters: { rungBps: 2_000n } })
    ask(state, ether(3))
    const shortfall = shortfallOf(state, after(0n).now)
    expect(shortfall).toBe(ether(3) + (ether(111) * 9n) / 1_000n - ether(1))

    const { assets: laid } = lay(state, { index: 'north', asset: 'cseth' }, after(0n))
    expect(laid).toBe(shortfall)
    const again = () => lay(state, { index: 'north', asset: 'cseth' }, after(0n))
    expectError(again, 'NothingWanted', {})
  })

  test('behavior: incident 30: a small want asks for a tenth of an ether, so that dust can’t fill the queue (LADDER-3)', () => {
    const state = restaked()
    ask(state, ether(1) / 100n)
    expect(shortfallOf(state, after(0n).now)).toBe(ether(9) / 1_000n)
    const { assets: laid } = lay(state, { index: 'north', asset: 'cseth' }, after(0n))
    expect(laid - ether(1) / 10n).toBeGreaterThanOrEqual(0n)
    expect(laid - ether(1) / 10n).toBeLessThanOrEqual(1n)
  })

  test('behavior: incident 34: a delegator has at most 16 of them, and leaving isn’t held up by that (LADDER-1)', () => {
    const state = asked()
    const args = { index: 'north', asset: 'cseth' }
    for (let day = 0n; day < 16n; day++) lay(state, args, after(day * aDay))
    expect(rootCount(state, 'north')).toBe(16)
    expectError(() => lay(state, args, after(16n * aDay)), 'TooManyRoots', {
      index: 'north',
      maximum: 16n,
    })

    allocate(state, 1n, { set: stranger, blocks: 16n * aDay })
    derisk(state, args, after(16n * aDay))
    expect(rootCount(state, 'north')).toBe(17)
  })
})

describe('bounded roots', () => {
  const north = { index: 'north', asset: 'cseth' }

  /** 19.2 ether of a token that brings none, and a little csETH; 10 ether are asked for. */
  function little(units: bigint, rungBps = 100n) {
    const state = world({ parameters: { rungBps } })
    enter(state, ether(16), { asset: 'lst' })
    enter(state, units)
    routeAll(state)
    ask(state, ether(10))
    return state
  }

  test('error: TooManyRoots, of crumbs where anything is queued (LADDER-8)', () => {
    const state = little(ether(2) / 10n)
    fillQueue(state, 1)
    const more = () => lay(state, north, after(0n))
    expectError(more, 'TooManyRoots', { index: 'north', maximum: 1n })
    lay(state, { ...north, index: 'east' }, after(0n))
  })

  test('error: TooManyRoots, of a small rung where half of the places are taken (LADDER-9)', () => {
    // A day's rung is 4 ether and some: a fifth of a csETH is less than a sixteenth of that.
    const state = little(ether(8) / 10n, 2_000n)
    fillQueue(state, 8)
    const more = () => lay(state, north, after(0n))
    expectError(more, 'TooManyRoots', { index: 'north', maximum: 8n })

    const fewer = little(ether(8) / 10n, 2_000n)
    fillQueue(fewer, 7)
    lay(fewer, north, after(0n))
  })

  test('error: NoQueue, of a token that brings no ether, while a tenth of an ether would (LADDER-7)', () => {
    const lst = { index: 'north', asset: 'lst' }
    const tenth = 90_909_090_909_090_912n
    expectError(() => lay(little(tenth), lst, after(0n)), 'NoQueue', { asset: 'lst' })
    expect(lay(little(tenth - 4n), lst, after(0n)).assets).toBeGreaterThan(0n)
  })

  test('behavior: for a breach leaves a tenth of an ether, or all there is (LADDER-8)', () => {
    const most = (wad * 111n) / 275n
    const state = restaked()
    allocate(state, most + wad / 1_000n)
    expect(excess(state, 'north', after(0n))).toBeGreaterThan(0n)
    expectError(() => derisk(state, north, after(0n)), 'NothingInExcess', { index: 'north' })

    const more = restaked()
    allocate(more, most + wad / 500n)
    derisk(more, north, after(0n))
  })

  test('behavior: beside 32 withdrawals a breach takes out a 32nd of what there is, or nothing (LADDER-6)', () => {
    const state = restaked()
    fillQueue(state, 32)
    allocate(state, (wad * 111n) / 275n + wad / 500n)
    const out = () => derisk(state, north, after(0n))
    expectError(out, 'TooManyRoots', { index: 'north', maximum: 32n })

    allocate(state, 1n, { set: stranger })
    out()
    expect(rootCount(state, 'north')).toBe(33)
  })

  test('error: TooManyRoots, to route with 16, and to delegate again with 8 (LADDER-6)', () => {
    const state = restaked()
    enter(state, ether(10))
    const more = () => route(state, { ...north, units: 1n }, after(0n))
    fillQueue(state, 15)
    more()
    fillQueue(state, 1)
    expectError(more, 'TooManyRoots', { index: 'north', maximum: 16n })

    const again = (roots: number) => {
      const other = restaked()
      fillQueue(other, roots - 1)
      undelegate(other, 'north')
      delegate(other, { index: 'north' }, after(0n))
    }
    again(7)
    expectError(() => again(8), 'TooManyRoots', { index: 'north', maximum: 8n })
  })
})

describe('complete', () => {
  test('default: brings it here, whoever asks, and moves no rate (NAV-6)', () => {
    const state = asked()
    lay(state, { index: 'north', asset: 'cseth' }, after(0n))
    const args = { index: 'north', withdrawal: queuedBy(state, 'north'), asTokens: true }
    expect(() => complete(state, args, after(ripe - 1n))).toThrow('WithdrawalDelayNotElapsed')

    complete(state, args, after(ripe, 'anyone'))
    expect(assetsAt(state, ripe)).toBe(ether(111))
    expect(state.assets.get('cseth')!.waiting).toBe((ether(111) * 10n) / 1_100n + 1n)
  })

  test('error: Breached, into stake while somebody waits for ether, or where nobody should be (LADDER-4)', () => {
    const state = asked()
    lay(state, { index: 'north', asset: 'cseth' }, after(0n))
    undelegate(state, 'east', 0n)
    const restake = (index: string) => {
      const withdrawal = queuedBy(state, index)
      complete(state, { index, withdrawal, asTokens: false }, after(ripe))
    }
    expectError(() => restake('north'), 'Breached', { index: 'north' })

    state.vault.ether.set('vault', ether(100))
    state.vault.money.backing += ether(99)
    expectError(() => restake('east'), 'Breached', { index: 'east' })
    restake('north')
    expect(state.assets.get('cseth')!.waiting).toBe(0n)
  })

  test('behavior: incident 22: what an operator put out comes back by anyone’s hand (LADDER-5)', () => {
    const state = restaked()
    for (const index of names) {
      undelegate(state, index)
      const withdrawal = queuedBy(state, index)
      complete(state, { index, withdrawal, asTokens: true }, after(ripe, 'anyone'))
    }
    expect(state.assets.get('cseth')!.waiting).toBe(ether(100))
    expect(assetsAt(state, ripe)).toBe(ether(111))
  })
})
