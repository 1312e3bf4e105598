import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { after, enterETH, world } from '../../test/liquid.ts'
import { balanceOf } from '../state.ts'
import { ether } from '../units.ts'
import { book } from './book.ts'
import { beneficiary, distribute, keptShares } from './distribute.ts'
import type { State } from './state.ts'

/** 100 ether of alice's and 1 of nobody's, of which 60 are outside; the treasury has `kept` shares of alice's. */
function holding(kept: bigint): State {
  const state = world()
  enterETH(state, ether(100))
  const { balances, money } = state.vault
  balances.set('alice', balanceOf(state.vault, 'alice') - kept)
  balances.set('treasury', kept)
  money.outside = ether(60)
  return state
}

function lose(state: State, lost: bigint) {
  book(state, { was: ether(60), found: ether(60) - lost }, after(0n))
  const { backing, shares } = state.vault.money
  return { backing, shares }
}

describe('book', () => {
  test('default: what stays of the fees bears a loss first, at the rate before it (RES-1)', () => {
    const state = holding(ether(5))
    expect(lose(state, ether(3))).toEqual({ backing: ether(98), shares: ether(98) })
    expect(balanceOf(state.vault, 'treasury')).toBe(ether(2))
  })

  test('behavior: beyond that it is everyone’s (RES-2)', () => {
    const state = holding(ether(5))
    expect(lose(state, ether(8))).toEqual({ backing: ether(93), shares: ether(96) })
    expect(balanceOf(state.vault, 'treasury')).toBe(0n)
    expect(state.vault.money.deficit).toBe(ether(3))
  })

  test('behavior: nobody else’s rate falls by what it bears, nor rises by more than a share (RES-1)', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, ether(5)), fc.bigInt(1n, ether(40)), (kept, lost) => {
        const state = holding(kept)
        const before = state.vault.money
        const { backing, shares } = lose(state, lost)
        if (lost <= kept) {
          expect(backing * before.shares).toBeGreaterThanOrEqual(before.backing * shares)
          expect((backing - 1n) * before.shares).toBeLessThanOrEqual(before.backing * shares)
        } else expect(backing).toBe(before.backing - lost)
      }),
    )
  })
})

describe('distribute', () => {
  test('default: a part of the fees stays, and nobody gets it out again (RES-3)', () => {
    const state = world()
    enterETH(state, ether(999))
    const fees: bigint = ether(10)
    state.vault.money.shares += fees
    state.vault.money.fees += fees
    state.vault.balances.set('vault', fees)

    // 5 % of the fees are set aside for provers; of the rest a fifth stays.
    const came = (fees * 95n) / 100n
    expect(distribute(state, {}, after(0n))).toBe((came * 8n) / 10n)
    expect(keptShares(state)).toBe((came * 2n) / 10n)
    expect(balanceOf(state.vault, beneficiary)).toBe((came * 8n) / 10n)

    // What is left of the provers' part, and again and again: only ever of what comes.
    const kept = keptShares(state)
    distribute(state, {}, after(0n))
    expect(keptShares(state)).toBeGreaterThanOrEqual(kept)
  })

  test('behavior: until it is enough (RES-3)', () => {
    const state = world({ parameters: { capBps: 1n } })
    enterETH(state, ether(999))
    const fees: bigint = ether(10)
    state.vault.money.shares += fees
    state.vault.money.fees += fees
    state.vault.balances.set('vault', fees)
    distribute(state, {}, after(0n))

    expect(keptShares(state)).toBe(ether(1_010) / 10_000n)
  })
})
