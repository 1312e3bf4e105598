import { describe, expect, test } from 'vitest'
import { after, ask, assetsAt, enter, expectError, world } from '../../test/liquid.ts'
import { idle } from '../ledger/idle.ts'
import { ether, wad } from '../units.ts'
import { appraise } from './appraise.ts'
import { shortfallOf } from './lay.ts'
import { claimTicket, unwind } from './unwind.ts'

/** 100 csETH wait, and 50 of 111 ether are asked for. */
function asked() {
  const state = world()
  enter(state, ether(100))
  ask(state, ether(50))
  return state
}

describe('unwind', () => {
  test('default: asks csETH’s line for what is short, and what is in line counts as before (NAV-6)', () => {
    const state = asked()
    const shortfall = shortfallOf(state, after(0n).now)
    const units = unwind(state, { asset: 'cseth' }, after(0n))
    expect(units).toBe((shortfall * 10n) / 11n + 1n)
    expect(ether(111) - assetsAt(state, 0n)).toBeLessThanOrEqual(1n)
    expect(ether(111) - assetsAt(state, 0n)).toBeGreaterThanOrEqual(0n)

    const again = () => unwind(state, { asset: 'cseth' }, after(0n))
    expect(again).toThrow('NothingWanted')
  })

  test('behavior: a ticket earns and loses with csETH until it is filled (NAV-10)', () => {
    const state = asked()
    const units = unwind(state, { asset: 'cseth' }, after(0n))
    state.tickets[0] = { id: 0n, pending: units - ether(10), assets: ether(11) }
    state.issuers.set('cseth', { assets: 10n * wad, supply: 10n * wad, sound: true })
    for (const asset of ['ether', 'cseth']) appraise(state, { asset }, after(0n))

    const lost = ether(111) - assetsAt(state, 0n)
    expect(lost).toBeGreaterThanOrEqual(ether(9))
    expect(lost).toBeLessThanOrEqual(ether(9) + 2n)
  })

  test('behavior: what is claimed is idle, and the rest waits on', () => {
    const state = asked()
    const units = unwind(state, { asset: 'cseth' }, after(0n))
    state.tickets[0] = { id: 0n, pending: units - ether(10), assets: ether(11) }
    const before = assetsAt(state, 0n)
    expect(claimTicket(state, { place: 0 }, after(0n))).toBe(ether(11))

    expect(idle(state.vault.money)).toBe(ether(12))
    expect(assetsAt(state, 0n)).toBe(before)
    expect(state.tickets).toEqual([{ id: 0n, pending: units - ether(10), assets: 0n }])
    expect(() => claimTicket(state, { place: 0 }, after(0n))).toThrow('NothingToClaim')
  })

  test('error: TooManyTickets, of a crumb beside another ticket (LADDER-9)', () => {
    const state = world()
    enter(state, ether(16), { asset: 'lst' })
    enter(state, ether(5))
    ask(state, ether(10))
    const more = () => unwind(state, { asset: 'cseth' }, after(0n))
    expect(more()).toBe(ether(5))

    // Worth a tenth of an ether, less a wei or two.
    enter(state, 90_909_090_909_090_908n)
    expectError(more, 'TooManyTickets', { maximum: 1n })
    enter(state, 10n)
    expect(more()).toBe(90_909_090_909_090_918n)
  })

  test('error: NoQueue', () => {
    expectError(() => unwind(asked(), { asset: 'lst' }, after(0n)), 'NoQueue', { asset: 'lst' })
  })
})
