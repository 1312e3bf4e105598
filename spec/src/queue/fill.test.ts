import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, checkpoint, expectError, hour, start, world } from '../../test/world.ts'
import { broken } from '../invariants.ts'
import { rate } from '../ledger/accrue.ts'
import { open } from '../ledger/open.ts'
import { suspend } from '../ledger/suspend.ts'
import { uint256Max } from '../math.ts'
import { clone, filled, type State, etherOf, pay } from '../state.ts'
import { ether } from '../units.ts'
import { claimable } from './curve.ts'
import { fill } from './fill.ts'
import { requestRedeem } from './requestRedeem.ts'

const share = 10n ** 18n
const all = { maxAssets: uint256Max }
const registry = at(start, 'registry')

function queued(shares = 10n * share, found = 0n): State {
  const state = world()
  requestRedeem(state, { shares, controller: 'alice', owner: 'alice' }, at(start))
  checkpoint(state, start, found)
  state.events.length = 0
  return state
}

describe('fill', () => {
  test('default', () => {
    const state = queued()

    expect(fill(state, all, at(start, 'keeper'))).toEqual({
      shares: 10n * share,
      assets: ether(10),
    })
    expect(etherOf(state, 'escrow')).toBe(ether(10))
    expect(state.money.eligible).toBe(0n)
    expect(state.events).toMatchInlineSnapshot(`
      [
        {
          "args": {
            "from": "queue",
            "to": "zero",
            "value": 10000000000000000000n,
          },
          "emitter": "vault",
          "name": "Transfer",
        },
        {
          "args": {
            "assets": 10000000000000000000n,
            "caller": "keeper",
            "shares": 10000000000000000000n,
          },
          "emitter": "vault",
          "name": "Filled",
        },
      ]
    `)
    expect(broken(state)).toEqual([])
  })

  test('behavior: any amounts, in any number, pay along the line at the rate of then (FIFO-4, RATE-1)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.bigInt(10n ** 16n + 2n, ether(3)), fc.bigInt(0n, 600n)), {
          minLength: 1,
          maxLength: 12,
        }),
        (parts) => {
          const state = queued(10n * share, ether(1))
          let now = start
          for (const [maxAssets, wait] of parts) {
            now += wait
            if (state.money.eligible === 0n) break
            const before = rate(state.money, state.parameters, now)
            const { assets, shares } = fill(state, { maxAssets }, at(now))
            const after = rate(state.money, state.parameters, now)

            expect(assets).toBeLessThanOrEqual(maxAssets)
            expect(assets * before.supply).toBeLessThanOrEqual(shares * before.assets)
            expect(after.assets * before.supply >= before.assets * after.supply).toBe(true)
          }
          const [[id, ticket]] = [...state.queue.tickets] as [[bigint, never]]
          const { shares, assets } = claimable(state.queue, id, ticket)
          expect(id + shares).toBe(filled(state.queue))
          expect(assets).toBe(etherOf(state, 'escrow'))
          expect(broken(state)).toEqual([])
        },
      ),
    )
  })

  test('behavior: only what was in line when the checkpoint opened (FIFO-6)', () => {
    const state = queued()
    requestRedeem(state, { shares: 5n * share, controller: 'b', owner: 'bob' }, at(start, 'bob'))

    expect(fill(state, all, at(start)).shares).toBe(10n * share)
    expectError(() => fill(state, all, at(start)), 'NothingEligible', {})
  })

  test('behavior: no more than the idle ether that is accounted (SOLV-3)', () => {
    const state = queued()
    state.money.outside = ether(148)
    pay(state, 'nobody', 'vault', ether(20))

    expect(fill(state, all, at(start)).assets).toBe(ether(3))
  })

  test('error: FillBelowMinimum, but for what finishes the eligible', () => {
    const minimum = ether(1) / 100n
    const state = queued()
    const ask = (maxAssets: bigint) => fill(clone(state), { maxAssets }, at(start)).assets

    expectError(() => ask(minimum - 1n), 'FillBelowMinimum', { assets: minimum - 1n, minimum })
    expect(ask(minimum)).toBe(minimum)
    expect(ask(minimum + 1n)).toBe(minimum + 1n)
    expectError(() => ask(0n), 'FillBelowMinimum', { assets: 0n, minimum })

    fill(state, { maxAssets: ether(10) - 1n }, at(start))
    expect(ask(1n)).toBe(1n)
  })

  test('error: NotFresh, from the second after', () => {
    const state = queued()
    const freshUntil = start - 12n + 6n * hour

    expect(fill(clone(state), all, at(freshUntil)).assets).toBe(ether(10))
    expectError(() => fill(state, all, at(freshUntil + 1n)), 'NotFresh', {
      provenAt: start - 12n,
      freshUntil,
    })
  })

  test('error: CheckpointOpen, SlashingUnbooked (CKPT-2)', () => {
    const state = queued()
    suspend(state, {}, registry)
    expectError(() => fill(state, all, at(start)), 'SlashingUnbooked', {})
    open(state, {}, registry)
    expectError(() => fill(state, all, at(start)), 'CheckpointOpen', {})
  })
})
