import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, checkpoint, day, expectError, hour, start, world } from '../../test/world.ts'
import { broken } from '../invariants.ts'
import { rate } from '../ledger/accrue.ts'
import { approve } from '../ledger/approve.ts'
import { open } from '../ledger/open.ts'
import { setOperator } from '../ledger/setOperator.ts'
import { stake } from '../ledger/stake.ts'
import { suspend } from '../ledger/suspend.ts'
import { requestRedeem } from '../queue/requestRedeem.ts'
import { clone, type State, pay } from '../state.ts'
import { ether } from '../units.ts'
import { feeIntegralUp } from './feeIntegral.ts'
import { laneAvailable, previewRedeemInstant } from './previewRedeemInstant.ts'
import { redeemInstant } from './redeemInstant.ts'

const now = start + hour
const registry = { now, sender: 'registry' }

function ready(found = ether(1)): State {
  const state = world()
  checkpoint(state, start, found)
  state.events.length = 0
  return state
}

function redeem(state: State, shares: bigint, when = now) {
  return redeemInstant(state, { shares, receiver: 'alice', owner: 'alice' }, at(when))
}

describe('redeemInstant', () => {
  test('default', () => {
    const state = ready()
    const assets = redeem(state, 10n ** 18n)

    expect(assets).toMatchInlineSnapshot(`993117040204597924n`)
    expect(state.events).toMatchInlineSnapshot(`
      [
        {
          "args": {
            "from": "zero",
            "to": "vault",
            "value": 1258237713092311n,
          },
          "emitter": "vault",
          "name": "Transfer",
        },
        {
          "args": {
            "from": "alice",
            "to": "zero",
            "value": 1000000000000000000n,
          },
          "emitter": "vault",
          "name": "Transfer",
        },
        {
          "args": {
            "assets": 993117040204597924n,
            "caller": "alice",
            "fee": 6957959720749372n,
            "owner": "alice",
            "receiver": "alice",
            "shares": 1000000000000000000n,
          },
          "emitter": "vault",
          "name": "RedeemedInstant",
        },
      ]
    `)
    expect(broken(state)).toEqual([])
  })

  test('behavior: a preview is what it pays (LANE-2), and those who stay lose nothing (RATE-1)', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1_000n, 15n * 10n ** 17n),
        fc.bigInt(0n, 2n * day - 12n),
        fc.bigInt(-ether(2), ether(2)),
        (shares, wait, found) => {
          const state = ready(found)
          const when = start + wait
          const { money, parameters } = state
          fc.pre(shares <= laneAvailable(money) / 2n)
          const before = rate(money, parameters, when)
          const preview = previewRedeemInstant(money, parameters, when, shares)

          expect(redeem(state, shares, when)).toBe(preview)
          const after = rate(state.money, parameters, when)
          expect(after.assets * before.supply >= before.assets * after.supply).toBe(true)
          expect(broken(state)).toEqual([])
        },
      ),
    )
  })

  test('behavior: 1, 4 or 16 parts cost the same, to the wei a part, and never less (LANE-3)', () => {
    fc.assert(
      fc.property(
        fc.bigInt(10n ** 12n, 9n * 10n ** 16n),
        fc.constantFrom(2n, 4n, 16n),
        fc.bigInt(0n, ether(2)),
        (part, parts, found) => {
          const whole = ready(found)
          const split = clone(whole)
          const once = redeem(whole, part * parts)
          let sum = 0n
          for (let i = 0n; i < parts; i++) sum += redeem(split, part)

          expect(sum).toBeLessThanOrEqual(once)
          expect(once - sum).toBeLessThanOrEqual(parts)
        },
      ),
    )
  })

  test('behavior: it never takes what eligible tickets are owed (LANE-4)', () => {
    const state = world()
    requestRedeem(state, { shares: 10n ** 20n, controller: 'a', owner: 'alice' }, at(start))
    stake(state, { assets: ether(49) }, { now: start, sender: 'registry' })
    state.money.outside += ether(2) - 5n
    pay(state, 'vault', 'nobody', ether(2) - 5n)
    checkpoint(state, start)

    expect(laneAvailable(state.money)).toBe(5n)
    const bob = { receiver: 'bob', owner: 'bob' }
    expectError(
      () => redeemInstant(state, { shares: 6n, ...bob }, at(now, 'bob')),
      'LaneExhausted',
      { assets: 6n, available: 5n },
    )
    expect(redeemInstant(state, { shares: 5n, ...bob }, at(now, 'bob'))).toBe(4n)
  })

  test('behavior: a spender uses its allowance up, an operator needs none', () => {
    const state = ready()
    const args = { shares: 10n ** 15n, receiver: 'bob', owner: 'alice' }
    approve(state, { spender: 'bob', shares: 10n ** 15n }, at(now))
    redeemInstant(state, args, at(now, 'bob'))
    expectError(() => redeemInstant(state, args, at(now, 'bob')), 'InsufficientAllowance', {
      spender: 'bob',
      allowance: 0n,
      needed: 10n ** 15n,
    })

    setOperator(state, { operator: 'bob', approved: true }, at(now))
    redeemInstant(state, args, at(now, 'bob'))
    setOperator(state, { operator: 'bob', approved: false }, at(now))
    expectError(() => redeemInstant(state, args, at(now, 'bob')), 'InsufficientAllowance', {
      spender: 'bob',
      allowance: 0n,
      needed: 10n ** 15n,
    })
  })

  test('error: LaneExhausted, by one wei (LANE-1)', () => {
    const state = ready(0n)
    const { laneCapacity: capacity } = state.money
    const ask = (shares: bigint) => redeem(clone(state), shares)

    expect(ask(capacity - 1n)).toBeGreaterThan(0n)
    expect(ask(capacity)).toBe(capacity - feeIntegralUp(capacity, capacity, state.parameters))
    expectError(() => ask(capacity + 1n), 'LaneExhausted', {
      assets: capacity + 1n,
      available: capacity,
    })
  })

  test('error: CheckpointOpen, SlashingUnbooked (CKPT-2), Stale', () => {
    const state = ready()
    const stale = start - 12n + 2n * day
    expectError(() => redeem(state, 1_000n, stale + 1n), 'Stale', {
      provenAt: start - 12n,
      staleAt: stale,
    })
    redeem(clone(state), 1_000n, stale)

    suspend(state, {}, registry)
    expectError(() => redeem(state, 1_000n), 'SlashingUnbooked', {})
    open(state, {}, registry)
    expectError(() => redeem(state, 1_000n), 'CheckpointOpen', {})
  })

  test('error: ZeroAmount, where the fee eats it all', () => {
    const state = ready(0n)
    expectError(() => redeem(state, 0n), 'ZeroAmount', {})
    expectError(() => redeem(state, 1n), 'ZeroAmount', {})
    expect(redeem(state, 2n)).toBe(1n)
  })

  test('error: AssetsBelowMinimum, DeadlinePassed', () => {
    const state = ready(0n)
    const args = { shares: 10n ** 15n, receiver: 'alice', owner: 'alice' }
    const assets = previewRedeemInstant(state.money, state.parameters, now, args.shares)

    expectError(
      () => redeemInstant(state, { ...args, minAssets: assets + 1n }, at(now)),
      'AssetsBelowMinimum',
      { assets, minAssets: assets + 1n },
    )
    expectError(
      () => redeemInstant(state, { ...args, deadline: now - 1n }, at(now)),
      'DeadlinePassed',
      { deadline: now - 1n },
    )
    expect(redeemInstant(state, { ...args, minAssets: assets, deadline: now }, at(now))).toBe(
      assets,
    )
  })
})

describe('feeIntegralUp', () => {
  const curve = { laneMinFeeBps: 5n, laneMaxFeeBps: 200n }

  test('default: the whole bucket costs the mean of the least and the greatest price', () => {
    expect(feeIntegralUp(0n, 0n, curve)).toBe(0n)
    expect(feeIntegralUp(ether(100), ether(100), curve)).toBe((ether(100) * 205n) / 20_000n)
  })

  test('behavior: convex, so that what comes later costs no less (LANE-3)', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, ether(40)), fc.bigInt(0n, ether(30)), (used, part) => {
        const fee = (from: bigint) =>
          feeIntegralUp(from + part, ether(100), curve) - feeIntegralUp(from, ether(100), curve)
        expect(fee(used + part) - fee(used)).toBeGreaterThanOrEqual(-2n)
      }),
    )
  })
})
