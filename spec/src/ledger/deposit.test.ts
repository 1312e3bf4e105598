import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, checkpoint, day, expectError, hour, start, world, worth } from '../../test/world.ts'
import { broken } from '../invariants.ts'
import { balanceOf, etherOf, pay } from '../state.ts'
import { ether } from '../units.ts'
import { rate } from './accrue.ts'
import { deposit, depositETH } from './deposit.ts'
import { toAssetsDown } from './rate.ts'

describe('deposit', () => {
  test('default', () => {
    const state = world()
    checkpoint(state, start + hour, ether(1))

    const shares = deposit(
      state,
      { assets: ether(10), receiver: 'carol' },
      at(start + 2n * day, 'dave'),
    )

    expect(shares).toMatchInlineSnapshot(`9964873854625967794n`)
    expect(balanceOf(state, 'carol')).toBe(shares)
    expect(broken(state)).toEqual([])
    expect(state.events.map(({ name }) => name)).toMatchInlineSnapshot(`
      [
        "Booked",
        "Transfer",
        "Transfer",
        "Deposit",
      ]
    `)
  })

  test('behavior: redeem(deposit(a)) ≤ a (SOLV-5), and nobody else loses by it (RATE-1)', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, ether(1_000_000)),
        fc.bigInt(0n, ether(1)),
        fc.bigInt(0n, 2n * day),
        (assets, found, wait) => {
          const state = world()
          checkpoint(state, start, found)
          const now = start + wait - 12n
          const before = rate(state.money, state.parameters, now)
          fc.pre((assets * before.supply) / before.assets > 0n)
          const shares = deposit(state, { assets, receiver: 'carol' }, at(now))
          const after = rate(state.money, state.parameters, now)

          expect(worth(state, 'carol', now)).toBeLessThanOrEqual(assets)
          expect(toAssetsDown(shares, after.assets, after.supply)).toBeLessThanOrEqual(assets)
          expect(after.assets * before.supply >= before.assets * after.supply).toBe(true)
        },
      ),
    )
  })

  test('behavior: in ether or in WETH, the ledger is the same', () => {
    const one = world()
    const other = world()
    deposit(one, { assets: 7n, receiver: 'carol' }, at(start))
    depositETH(other, { receiver: 'carol' }, { ...at(start), value: 7n })

    expect(other.money).toEqual(one.money)
    expect(etherOf(other, 'alice')).toBe(-7n)
    expect(one.weth.get('alice')).toBe(other.weth.get('alice')! - 7n)
  })

  test('behavior: a donation cannot inflate the first share (SOLV-5)', () => {
    const state = world()
    pay(state, 'nobody', 'vault', ether(1_000))

    expect(deposit(state, { assets: 1n, receiver: 'carol' }, at(start))).toBe(1n)
  })

  test('error: Stale, from the second after the proof lapsed', () => {
    const state = world()
    const staleAt = start + 2n * day
    const call = (now: bigint) => () => deposit(state, { assets: 1n, receiver: 'c' }, at(now))

    expect(call(staleAt - 1n)()).toBe(1n)
    expect(call(staleAt)()).toBe(1n)
    expectError(call(staleAt + 1n), 'Stale', { provenAt: start, staleAt })
  })

  test('error: ZeroAmount', () => {
    const state = world()
    checkpoint(state, start, ether(1))
    const later = at(start + day)

    expectError(() => deposit(state, { assets: 0n, receiver: 'c' }, later), 'ZeroAmount', {})
    expectError(() => deposit(state, { assets: 1n, receiver: 'c' }, later), 'ZeroAmount', {})
    expect(deposit(state, { assets: 2n, receiver: 'c' }, later)).toBe(1n)
  })

  test('error: SharesBelowMinimum, DeadlinePassed, InvalidReceiver', () => {
    const state = world()
    const args = { assets: 5n, receiver: 'c' }

    expect(deposit(state, { ...args, minShares: 5n, deadline: start }, at(start))).toBe(5n)
    expectError(() => deposit(state, { ...args, minShares: 6n }, at(start)), 'SharesBelowMinimum', {
      shares: 5n,
      minShares: 6n,
    })
    expectError(
      () => deposit(state, { ...args, deadline: start - 1n }, at(start)),
      'DeadlinePassed',
      { deadline: start - 1n },
    )
    for (const receiver of ['zero', 'vault', 'queue'])
      expectError(() => deposit(state, { assets: 5n, receiver }, at(start)), 'InvalidReceiver', {
        receiver,
      })
  })
})
