import { describe, expect, test } from 'vitest'
import { at, day, expectError, start, world } from '../../test/world.ts'
import { broken } from '../invariants.ts'
import { requestRedeem } from '../queue/requestRedeem.ts'
import { etherOf } from '../state.ts'
import { ether } from '../units.ts'
import { stake } from './stake.ts'
import { suspend } from './suspend.ts'

const registry = at(start, 'registry')

describe('stake', () => {
  test('default', () => {
    const state = world()
    stake(state, { assets: ether(32) }, registry)

    expect(state.money.outside).toBe(ether(32))
    expect(etherOf(state, 'vault')).toBe(ether(119))
    expect(broken(state)).toEqual([])
  })

  test('error: Stale, SlashingUnbooked: nothing follows what is not known (FLIGHT-10)', () => {
    const state = world()
    const staleAt = start + 2n * day
    const send = (now: bigint) => () => stake(state, { assets: 1n }, at(now, 'registry'))

    expectError(send(staleAt + 1n), 'Stale', { provenAt: start, staleAt })
    send(staleAt)()
    suspend(state, {}, registry)
    expectError(send(staleAt), 'SlashingUnbooked', {})
  })

  test('error: ExceedsStakeable, by what the queue and the lane are owed (EXIT-2)', () => {
    const state = world()
    requestRedeem(state, { shares: 10n ** 19n, controller: 'a', owner: 'alice' }, at(start))
    const stakeable = ether(151) - ether(10) - ether(151) / 100n

    expectError(() => stake(state, { assets: stakeable + 1n }, registry), 'ExceedsStakeable', {
      assets: stakeable + 1n,
      stakeable,
    })
    stake(state, { assets: stakeable - 1n }, registry)
    stake(state, { assets: 1n }, registry)
    expectError(() => stake(state, { assets: 1n }, registry), 'ExceedsStakeable', {
      assets: 1n,
      stakeable: 0n,
    })
  })
})
