import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  after,
  allocate,
  assetsAt,
  enter,
  enterETH,
  expectError,
  restaked,
  routeAll,
  slash,
  soundDelay,
  syncAll,
  undelegate,
  world,
} from '../../test/liquid.ts'
import { ether, wad } from '../units.ts'
import { sync } from './round.ts'

describe('sync', () => {
  test('default: a slash costs what it took, at once and once (NAV-4)', () => {
    const state = restaked()
    allocate(state, wad / 10n)
    slash(state, wad / 2n)
    expect(assetsAt(state, soundDelay)).toBe(ether(111))

    // A twentieth of a quarter of 110 ether.
    sync(state, { index: 'north' }, after(soundDelay))
    expect(assetsAt(state, soundDelay)).toBe(ether(111) - (ether(110) * 5n) / 400n)

    syncAll(state, soundDelay)
    expect(assetsAt(state, soundDelay)).toBe(ether(111) - (ether(110) * 5n) / 400n)
  })

  test('behavior: incident 23: what is queued loses as what stayed, through its last slashable block (NAV-5)', () => {
    const lost = (queuedAt: bigint) => {
      const state = restaked()
      allocate(state, wad / 10n)
      undelegate(state, 'north', queuedAt)
      slash(state, wad / 2n)
      sync(state, { index: 'north' }, after(soundDelay))
      return ether(111) - assetsAt(state, soundDelay)
    }

    expect(lost(soundDelay - 49n)).toBe((ether(110) * 5n) / 400n)
    expect(lost(soundDelay - 50n)).toBe((ether(110) * 5n) / 400n)
    expect(lost(soundDelay - 51n)).toBe(0n)
  })

  test('behavior: incident 22: an operator that puts its stakers out changes nothing for holders (NAV-6)', () => {
    fc.assert(
      fc.property(fc.bigInt(ether(1), ether(1_000)), (units) => {
        const state = world()
        enter(state, units)
        routeAll(state)
        const before = assetsAt(state, 0n)
        undelegate(state, 'north')
        sync(state, { index: 'north' }, after(0n))

        expect(before - assetsAt(state, 0n)).toBeGreaterThanOrEqual(0n)
        expect(before - assetsAt(state, 0n)).toBeLessThanOrEqual(2n)
      }),
    )
  })

  test('behavior: all of an operator can go: the rate stays readable, and only its part is gone', () => {
    const state = restaked()
    allocate(state, wad)
    slash(state, wad)
    syncAll(state, soundDelay)

    expect(assetsAt(state, soundDelay)).toBe(ether(111) - ether(110) / 4n)
  })

  test('error: UnknownDelegator', () => {
    const state = world()
    enterETH(state, ether(1))
    expectError(() => sync(state, { index: 'up' }, after(0n)), 'UnknownDelegator', { index: 'up' })
  })
})
