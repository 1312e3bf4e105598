import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, checkpoint, day, expectError, start, world } from '../../test/world.ts'
import { balanceOf, clone } from '../state.ts'
import { ether } from '../units.ts'
import { deposit } from './deposit.ts'
import { mint } from './mint.ts'

const ten: bigint = ether(10)

describe('mint', () => {
  test('default', () => {
    const state = world()
    checkpoint(state, start, ether(1))

    const assets = mint(state, { shares: ten, receiver: 'carol' }, at(start + day))

    expect(assets).toMatchInlineSnapshot(`10017999982083351168n`)
    expect(balanceOf(state, 'carol')).toBe(ten)
  })

  test('behavior: never cheaper than the deposit that mints as much (RATE-1)', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: ether(1_000) }),
        fc.bigInt(0n, day),
        (shares: bigint, wait) => {
          const one = world()
          checkpoint(one, start, ether(1) / 7n)
          const other = clone(one)
          const now = start + wait

          const assets = mint(one, { shares, receiver: 'carol' }, at(now))
          expect(deposit(other, { assets, receiver: 'carol' }, at(now))).toBeGreaterThanOrEqual(
            shares,
          )
        },
      ),
    )
  })

  test('error: AssetsAboveMaximum, ZeroAmount, Stale', () => {
    const state = world()
    const args = { shares: 7n, receiver: 'c' }

    expect(mint(state, { ...args, maxAssets: 7n }, at(start))).toBe(7n)
    expectError(() => mint(state, { ...args, maxAssets: 6n }, at(start)), 'AssetsAboveMaximum', {
      assets: 7n,
      maxAssets: 6n,
    })
    expectError(() => mint(state, { shares: 0n, receiver: 'c' }, at(start)), 'ZeroAmount', {})
    expectError(() => mint(state, args, at(start + 2n * day + 1n)), 'Stale', {
      provenAt: start,
      staleAt: start + 2n * day,
    })
  })
})
