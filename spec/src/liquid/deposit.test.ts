import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  after,
  aRound,
  assetsAt,
  enter,
  enterETH,
  expectError,
  goRound,
  rateAt,
  world,
} from '../../test/liquid.ts'
import { ether, wad } from '../units.ts'
import { toAssetsDown } from './adapter.ts'
import { appraise } from './appraise.ts'
import { redeemInKind } from './redeemInKind.ts'

describe('deposit', () => {
  test('default: a token counts what its issuer redeems it for', () => {
    const state = world()
    expect(enter(state, ether(10))).toBe(ether(11))
    expect(assetsAt(state, 0n)).toBe(ether(12))
  })

  test('behavior: what the haircut takes vests for all (DOOR-1)', () => {
    const state = world()
    expect(enter(state, ether(10), { asset: 'lst' })).toBe((ether(12) * 99n) / 100n)
    const before = assetsAt(state, 0n)

    appraise(state, { asset: 'lst' }, after(0n))
    expect(assetsAt(state, 0n)).toBe(before)
    expect(state.vault.money.unvested).toBe(ether(12) / 100n)
  })

  test('behavior: incident 9: a door admits up to its cap, to the wei (DOOR-2)', () => {
    const state = world()
    enter(state, ether(10), { asset: 'lst' })
    const room = ether(20) - (ether(12) * 99n) / 100n
    const units = (room * 10n + 11n) / 12n
    const assets = toAssetsDown(state, 'lst', units + 1n)
    expect(toAssetsDown(state, 'lst', units)).toBe(room)
    expectError(() => enter(state, units + 1n, { asset: 'lst' }), 'DoorClosed', {
      asset: 'lst',
      assets,
      room,
    })
    enter(state, units, { asset: 'lst' })
  })

  test('behavior: incident 8: whoever comes and goes takes nothing along (SOLV-5)', () => {
    fc.assert(
      fc.property(fc.bigInt(ether(1), ether(1_000)), fc.integer({ min: 1, max: 50 }), (a, part) => {
        const state = world()
        enterETH(state, ether(100), 'bob')
        enter(state, a)
        goRound(state, aRound)
        const shares = (a * BigInt(part)) / 10_000n
        const { assets, supply } = rateAt(state, aRound)
        const units = redeemInKind(
          state,
          { asset: 'cseth', shares, receiver: 'alice', owner: 'alice' },
          after(aRound, 'alice'),
        )
        expect(toAssetsDown(state, 'cseth', units)).toBeLessThan((shares * assets) / supply)
      }),
    )
  })

  test('error: IssuerUnsound', () => {
    const state = world()
    state.issuers.set('cseth', { assets: 11n * wad, supply: 10n * wad, sound: false })
    expectError(() => enter(state, ether(1)), 'IssuerUnsound', { token: 'CSETH' })
  })

  test('error: UnknownAsset, and beacon ether is none that can be handed in', () => {
    const state = world()
    expectError(() => enter(state, 1n, { asset: 'ether' }), 'UnknownAsset', { asset: 'ether' })
    expectError(() => enter(state, 1n, { asset: 'gold' }), 'UnknownAsset', { asset: 'gold' })
  })
})
