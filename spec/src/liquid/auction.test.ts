import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { after, assetsAt, expectError, world } from '../../test/liquid.ts'
import * as restaking from '../restaking/index.ts'
import { ether, secondsPerSlot, wad } from '../units.ts'
import { buy, list, open, priceOf, priceUp } from './auction.ts'
import { defaultAuction } from './parameters.ts'
import { auctionName, type State, starterName } from './state.ts'

const lasts = defaultAuction.duration / secondsPerSlot
const token = 'AVS'

function arrive(state: State, amount: bigint) {
  restaking.moveTokens(state.restaking, token, { from: 'coordinator', to: auctionName, amount })
}

/** 100 of a reward token, first at 1 ether for each: from 2 down to a half. */
function opened() {
  const state = world({ value: ether(1_000) })
  list(state, { token, price: wad }, after(0n, starterName))
  arrive(state, ether(100))
  open(state, { token }, after(0n))
  return state
}

function purchase(state: State, units: bigint, blocks: bigint) {
  return buy(state, { token, units, receiver: 'bob' }, after(blocks, 'bob'))
}

describe('auction', () => {
  test('default: falls in a straight line from a multiple of the basis to a part of it (AUCT-2)', () => {
    const state = opened()
    const at = (blocks: bigint) => priceOf(state, { token }, after(blocks))

    expect(at(0n)).toBe(2n * wad)
    expect(at(lasts / 3n)).toBe((wad * 3n) / 2n)
    expect(at((lasts * 2n) / 3n)).toBe(wad)
    expect(at(lasts)).toBe(wad / 2n)
    expectError(() => at(lasts + 1n), 'AuctionOver', { token, endedAt: after(lasts).now })
  })

  test('behavior: it never rises, and never falls below its end (AUCT-2)', () => {
    const basis = fc.bigInt(1_000_000n, 10n ** 27n)
    const moment = fc.bigInt(0n, defaultAuction.duration)
    fc.assert(
      fc.property(basis, moment, moment, (of, a, b) => {
        const price = (passed: bigint) =>
          priceUp({ basis: of, openedAt: 0n }, defaultAuction, passed)
        const [early, late] = a < b ? [a, b] : [b, a]
        expect(price(early)).toBeGreaterThanOrEqual(price(late))
        expect(2n * price(late)).toBeGreaterThanOrEqual(of)
        expect(price(early)).toBeLessThanOrEqual(2n * of)
      }),
    )
  })

  test('behavior: incident 41: what is paid is a gain of the vault’s, and vests (AUCT-3)', () => {
    const state = opened()
    const before = assetsAt(state, 0n)
    expect(purchase(state, ether(3), 0n)).toEqual({ bought: ether(3), cost: ether(6) })

    expect(assetsAt(state, 0n)).toBe(before)
    expect(state.vault.money.unvested).toBe(ether(6))
    expect(restaking.tokensOf(state.restaking, token, 'bob')).toBe(ether(3))
  })

  test('behavior: the price that ends a lot is the next basis; a part of it says nothing (AUCT-4)', () => {
    const state = opened()
    purchase(state, 1n, 0n)
    expect(state.auctions.get(token)!.basis).toBe(wad)

    purchase(state, ether(200), lasts / 3n)
    expect(state.auctions.get(token)).toMatchObject({ basis: (wad * 3n) / 2n, lot: 0n })
  })

  test('behavior: of a lot that didn’t go, it halves (AUCT-4)', () => {
    const state = opened()
    purchase(state, ether(99), lasts)
    open(state, { token }, after(lasts + 1n))
    expect(state.auctions.get(token)).toMatchObject({ basis: wad / 2n, lot: ether(1) })
  })

  test('behavior: crumbs say nothing of the price: a lot’s, a rest’s, a purchase’s (AUCT-6)', () => {
    const hundredth = ether(1) / 100n
    const basisOf = (state: State) => state.auctions.get(token)!.basis
    const after1 = (left: bigint) => {
      const state = opened()
      purchase(state, ether(100) - left, lasts)
      open(state, { token }, after(lasts + 1n))
      return basisOf(state)
    }
    expect(after1(hundredth)).toBe(wad / 2n)
    expect(after1(hundredth - 1n)).toBe(wad)

    // The last of it at its first price, 2 ether.
    const ended = (last: bigint) => {
      const state = opened()
      purchase(state, ether(100) - last, 0n)
      purchase(state, last, 0n)
      return basisOf(state)
    }
    expect(ended(hundredth / 2n)).toBe(2n * wad)
    expect(ended(hundredth / 2n - 1n)).toBe(wad)

    const small = (units: bigint) => {
      const state = world({ value: ether(1_000) })
      list(state, { token, price: wad }, after(0n, starterName))
      arrive(state, units)
      open(state, { token }, after(0n))
      purchase(state, units, 0n)
      return basisOf(state)
    }
    expect(small(hundredth)).toBe(2n * wad)
    expect(small(hundredth - 1n)).toBe(wad)
  })

  test('error: AuctionRunning, sold out or not: a crumb can’t race the price up (AUCT-5)', () => {
    const state = opened()
    purchase(state, ether(100), 0n)
    arrive(state, 1n)
    const endsAt = after(lasts).now
    const again = (blocks: bigint) => open(state, { token }, after(blocks))
    expectError(() => again(0n), 'AuctionRunning', { token, endsAt })
    expectError(() => again(lasts), 'AuctionRunning', { token, endsAt })
    expect(again(lasts + 1n)).toBe(1n)
  })

  test('error: OnlyStarter, AlreadyListed, NotListed, PriceOutOfBounds, NothingForSale', () => {
    const state = world()
    const by = after(0n, starterName)
    expectError(() => open(state, { token }, by), 'NotListed', { token })
    expectError(() => list(state, { token, price: wad }, after(0n)), 'OnlyStarter', {
      caller: 'keeper',
    })
    const bounds = { minimum: 1_000_000n, maximum: 10n ** 27n }
    for (const price of [bounds.minimum - 1n, bounds.maximum + 1n])
      expectError(() => list(state, { token, price }, by), 'PriceOutOfBounds', { price, ...bounds })
    list(state, { token, price: bounds.minimum }, by)
    expectError(() => list(state, { token, price: wad }, by), 'AlreadyListed', { token })
    expectError(() => open(state, { token }, by), 'NothingForSale', { token })
    expectError(() => purchase(state, 1n, 0n), 'NothingForSale', { token })
  })

  test('error: Underpaid, UnitsBelowMinimum', () => {
    const state = opened()
    const args = { token, units: wad, receiver: 'bob' }
    const sent = { ...after(0n, 'bob'), value: ether(2) - 1n }
    expectError(() => buy(state, args, sent), 'Underpaid', { cost: ether(2), paid: ether(2) - 1n })
    const many = { ...args, units: 200n * wad, minUnits: ether(101) as bigint }
    expectError(() => buy(state, many, after(0n, 'bob')), 'UnitsBelowMinimum', {
      units: ether(100) as bigint,
      minUnits: ether(101) as bigint,
    })
  })
})
