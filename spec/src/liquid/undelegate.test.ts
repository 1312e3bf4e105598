import { describe, expect, test } from 'vitest'
import {
  after,
  allocate,
  assetsAt,
  eventsOf,
  expectError,
  restaked,
  slash,
  soundDelay,
} from '../../test/liquid.ts'
import { ether, wad } from '../units.ts'
import { delegate } from './delegate.ts'
import { isDelegated } from './state.ts'
import { rootCount } from './tally.ts'
import { undelegate } from './undelegate.ts'

const north = { index: 'north', asset: 'cseth' }

describe('undelegate', () => {
  test('default: anyone takes a delegator from an operator of whom less than a hundredth is left (ROUTE-6)', () => {
    const state = restaked()
    allocate(state, wad)
    slash(state, (wad * 99n) / 100n + 1n)
    undelegate(state, north, after(soundDelay))

    expect(isDelegated(state, 'north')).toBe(false)
    expect(rootCount(state, 'north')).toBe(1)
    expect(eventsOf(state)).toContain('Undelegated')
    // What was slashed is booked with it, and nothing besides.
    const left = ether(111) - (ether(110) * 99n) / 400n
    expect(left - assetsAt(state, soundDelay)).toBeLessThanOrEqual(100n)
    expect(left - assetsAt(state, soundDelay)).toBeGreaterThanOrEqual(0n)
  })

  test('error: Breached, when somebody wants to give it back (ROUTE-6)', () => {
    const state = restaked()
    allocate(state, wad)
    slash(state, wad)
    undelegate(state, north, after(soundDelay))
    const back = () => delegate(state, { index: 'north' }, after(soundDelay))
    expectError(back, 'Breached', { index: 'north' })
  })

  test('error: NotExhausted, at a hundredth, and of another asset (ROUTE-6)', () => {
    const state = restaked()
    allocate(state, wad)
    slash(state, (wad * 99n) / 100n)
    expectError(() => undelegate(state, north, after(soundDelay)), 'NotExhausted', north)

    const more = restaked()
    allocate(more, wad)
    slash(more, wad)
    const other = { ...north, asset: 'lst' }
    expectError(() => undelegate(more, other, after(soundDelay)), 'NotExhausted', other)
  })
})
