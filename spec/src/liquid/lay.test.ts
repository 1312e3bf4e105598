import { describe, expect, test } from 'vitest'
import {
  after,
  allocate,
  ask,
  assetsAt,
  expectError,
  firstSecond,
  names,
  queuedBy,
  restaked,
  stranger,
  undelegate,
} from '../../test/liquid.ts'
import { ether, secondsPerDay, secondsPerSlot } from '../units.ts'
import { complete } from './complete.ts'
import { coming, derisk, lay, rungOf, shortfallOf } from './lay.ts'
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
    const lane = ether(111) / 100n
    const shortfall = shortfallOf(state, after(0n).now)
    expect(shortfall).toBe(lane - ether(1))

    const { assets: laid } = lay(state, { index: 'north', asset: 'cseth' }, after(0n))
    expect(laid).toBe(lane - ether(1))
    const again = () => lay(state, { index: 'north', asset: 'cseth' }, after(0n))
    expectError(again, 'NothingWanted', {})
  })

  test('behavior: incident 30: a small want asks for a tenth of an ether, so that dust can’t fill the queue (LADDER-3)', () => {
    const state = restaked({ value: ether(105) / 100n })
    expect(shortfallOf(state, after(0n).now)).toBe(ether(605) / 10_000n)
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
