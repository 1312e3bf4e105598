import { describe, expect, test } from 'vitest'
import {
  after,
  allocate,
  aRound,
  enterETH,
  expectError,
  firstBlock,
  goRound,
  lose,
  restaked,
  slash,
  soundDelay,
  stakeOne,
  world,
} from '../../test/liquid.ts'
import { ether, wad } from '../units.ts'
import { appraise } from './appraise.ts'
import { check } from './check.ts'
import { redeemInstant } from './redeemInKind.ts'
import { sync } from './round.ts'

describe('check', () => {
  test('default: stamps the block (NAV-9)', () => {
    const state = restaked()
    check(state, {}, after(7n))
    expect(state.stampedAt).toBe(firstBlock + 7n)
  })

  test('behavior: incident 31: the lane closes with a slash, and opens when it is booked (NAV-9)', () => {
    const state = restaked()
    allocate(state, wad / 10n)
    slash(state, 1_000n)
    expectError(() => check(state, {}, after(soundDelay)), 'Unsynced', { index: 'north' })

    sync(state, { index: 'north' }, after(soundDelay))
    check(state, {}, after(soundDelay))
  })

  test('error: Unsynced, of a pod', () => {
    const state = world()
    enterETH(state, ether(200))
    stakeOne(state, 'east', 'key')
    lose(state, 'east', 1n)
    expectError(() => check(state, {}, after(0n)), 'Unsynced', { index: 'east' })
  })

  test('error: Depreciated', () => {
    const state = restaked()
    state.issuers.set('cseth', { assets: 11n * wad - 1n, supply: 10n * wad, sound: true })
    expectError(() => check(state, {}, after(0n)), 'Depreciated', { asset: 'cseth' })

    appraise(state, { asset: 'cseth' }, after(0n))
    check(state, {}, after(0n))
  })

  test('error: IssuerUnsound, of what there is only', () => {
    const state = restaked()
    for (const [asset, of] of state.issuers) state.issuers.set(asset, { ...of, sound: false })
    expectError(() => check(state, {}, after(0n)), 'IssuerUnsound', { token: 'CSETH' })

    state.issuers.set('cseth', { ...state.issuers.get('cseth')!, sound: true })
    check(state, {}, after(0n))
  })

  test('error: NotStamped, from the block after the last of a stamp (NAV-9)', () => {
    const state = restaked()
    goRound(state, aRound)
    const leave = (blocks: bigint) =>
      redeemInstant(
        state,
        { shares: ether(1) / 10n, receiver: 'alice', owner: 'alice' },
        after(blocks, 'alice'),
      )

    leave(aRound)
    leave(aRound + 25n)
    const stampedAt = firstBlock + aRound
    const validUntil = stampedAt + 25n
    expectError(() => leave(aRound + 26n), 'NotStamped', { stampedAt, validUntil })
  })
})
