import { describe, expect, test } from 'vitest'
import { after, aRound, ask, enter, queuedBy, restaked, world } from '../../test/liquid.ts'
import { balanceOf } from '../state.ts'
import { ether, wad } from '../units.ts'
import { distribute } from './distribute.ts'
import { openRound } from './round.ts'
import { auctionName, sendUnits, starterName, type State, tipsName } from './state.ts'
import { list } from './auction.ts'
import { pot, tips } from './tips.ts'

const part = ether(1)

/** Of alice's shares 32 are in the pot. */
function filled(state: State): State {
  state.vault.balances.set('alice', balanceOf(state.vault, 'alice') - 32n * part)
  state.vault.balances.set(tipsName, 32n * part)
  state.events.length = 0
  return state
}

function tipped(state: State): bigint {
  return balanceOf(state.vault, 'keeper')
}

describe('tips', () => {
  test('default: a 32nd of the pot for a delegator that the round missed, once (TIP-2, TIP-3)', () => {
    const state = filled(restaked())
    tips.sync(state, { index: 'north' }, after(0n))
    expect(tipped(state)).toBe(0n)

    openRound(state, {}, after(aRound))
    tips.sync(state, { index: 'north' }, after(aRound))
    expect(tipped(state)).toBe(part)
    expect(pot(state)).toBe(31n * part)
    expect(state.events.at(-1)).toMatchObject({
      emitter: 'tips',
      name: 'Tipped',
      args: { keeper: 'keeper', duty: 'sync', shares: part },
    })

    tips.sync(state, { index: 'north' }, after(aRound))
    expect(tipped(state)).toBe(part)
  })

  test('behavior: to route all the room or all that waits, not less of it, nor next to nothing (TIP-2)', () => {
    const state = world()
    enter(state, ether(100))
    filled(state)
    const north = { index: 'north', asset: 'cseth' }
    tips.route(state, { ...north, units: ether(25) - 1n }, after(0n))
    expect(tipped(state)).toBe(0n)
    tips.route(state, { ...north, units: 1n }, after(0n))
    expect(tipped(state)).toBe(0n)
    tips.route(state, { ...north, index: 'east', units: ether(25) as bigint }, after(0n))
    expect(tipped(state)).toBe(part)
  })

  test('behavior: to lay, to complete, to unwind, of a tenth of an ether or more (TIP-2)', () => {
    const state = filled(restaked())
    ask(state, ether(40))
    const north = { index: 'north', asset: 'cseth' }
    tips.lay(state, north, after(0n))
    expect(tipped(state)).toBe(part)

    const withdrawal = queuedBy(state, 'north')
    tips.complete(state, { index: 'north', withdrawal, asTokens: true }, after(51n))
    const twice = part + (31n * part) / 32n
    expect(tipped(state)).toBe(twice)

    tips.unwind(state, { asset: 'cseth' }, after(51n))
    expect(tipped(state)).toBeGreaterThan(twice)
    const thrice = tipped(state)
    state.tickets[0] = { id: 0n, pending: 0n, assets: ether(1) / 10n - 1n }
    tips.claim(state, { place: 0 }, after(51n))
    expect(tipped(state)).toBe(thrice)
  })

  test('behavior: to open an auction of a hundredth of an ether or more at its basis (TIP-2)', () => {
    for (const [units, pays] of [
      [ether(1), part],
      [ether(1) - 1n, 0n],
    ] as const) {
      const state = filled(restaked())
      list(state, { token: 'AVS', price: wad / 100n }, after(0n, starterName))
      sendUnits(state, {
        token: 'AVS',
        from: 'coordinator',
        to: auctionName,
        units: units as bigint,
      })
      tips.openAuction(state, { token: 'AVS' }, after(0n))
      expect(tipped(state)).toBe(pays)
    }
  })

  test('behavior: the pot is a part of the fees (TIP-3)', () => {
    const state = world({ parameters: { tipBps: 1_000n } })
    enter(state, ether(100))
    const fees: bigint = ether(10)
    state.vault.money.shares += fees
    state.vault.money.fees += fees
    state.vault.balances.set('vault', fees)
    distribute(state, {}, after(0n))
    expect(pot(state)).toBe((fees * 95n) / 1_000n)
  })
})
