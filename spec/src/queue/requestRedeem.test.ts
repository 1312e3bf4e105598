import { describe, expect, test } from 'vitest'
import { at, checkpoint, expectError, start, world } from '../../test/world.ts'
import { broken } from '../invariants.ts'
import { setOperator } from '../ledger/setOperator.ts'
import { balanceOf, lineOrigin, queuedShares } from '../state.ts'
import { ether } from '../units.ts'
import { requestRedeem } from './requestRedeem.ts'

const share = 10n ** 18n
const of = (shares: bigint) => ({ shares, controller: 'carol', owner: 'alice' })

describe('requestRedeem', () => {
  test('default: the id is the place in the line', () => {
    const state = world()

    expect(requestRedeem(state, of(2n * share), at(start))).toBe(lineOrigin)
    expect(requestRedeem(state, of(3n * share), at(start))).toBe(lineOrigin + 2n * share)
    expect(queuedShares(state.queue)).toBe(5n * share)
    expect(balanceOf(state, 'queue')).toBe(5n * share)
    expect(state.events.slice(0, 3)).toMatchInlineSnapshot(`
      [
        {
          "args": {
            "from": "alice",
            "to": "queue",
            "value": 2000000000000000000n,
          },
          "emitter": "vault",
          "name": "Transfer",
        },
        {
          "args": {
            "from": "zero",
            "id": 1000000000000000000n,
            "to": "carol",
          },
          "emitter": "queue",
          "name": "Transfer",
        },
        {
          "args": {
            "controller": "carol",
            "owner": "alice",
            "requestId": 1000000000000000000n,
            "sender": "alice",
            "shares": 2000000000000000000n,
          },
          "emitter": "vault",
          "name": "RedeemRequest",
        },
      ]
    `)
    expect(broken(state)).toEqual([])
  })

  test('behavior: an operator of the owner may, others by allowance', () => {
    const state = world()
    expectError(() => requestRedeem(state, of(share), at(start, 'bob')), 'InsufficientAllowance', {
      spender: 'bob',
      allowance: 0n,
      needed: share,
    })
    setOperator(state, { operator: 'bob', approved: true }, at(start))
    expect(requestRedeem(state, of(share), at(start, 'bob'))).toBe(lineOrigin)
  })

  test('error: RequestBelowMinimum, by one share', () => {
    const state = world()
    const minimum = share / 100n

    expectError(() => requestRedeem(state, of(minimum - 1n), at(start)), 'RequestBelowMinimum', {
      shares: minimum - 1n,
      minimum,
    })
    expect(requestRedeem(state, of(minimum), at(start))).toBe(lineOrigin)
  })

  test('error: AssetsBelowMinimum, at the rate of now', () => {
    const state = world()
    checkpoint(state, start, -ether(151) / 2n)
    const guarded = (minAssets: bigint) => () =>
      requestRedeem(state, { ...of(share), minAssets }, at(start))

    expectError(guarded(ether(1)), 'AssetsBelowMinimum', {
      assets: ether(1) / 2n,
      minAssets: ether(1),
    })
    expect(guarded(ether(1) / 2n)()).toBe(lineOrigin)
  })

  test('error: InvalidReceiver, InsufficientBalance, DeadlinePassed', () => {
    const state = world()
    for (const controller of ['zero', 'vault', 'queue'])
      expectError(
        () => requestRedeem(state, { ...of(share), controller }, at(start)),
        'InvalidReceiver',
        { receiver: controller },
      )
    expectError(() => requestRedeem(state, of(101n * share), at(start)), 'InsufficientBalance', {
      owner: 'alice',
      balance: 100n * share,
      needed: 101n * share,
    })
    expectError(
      () => requestRedeem(state, { ...of(share), deadline: start - 1n }, at(start)),
      'DeadlinePassed',
      { deadline: start - 1n },
    )
  })
})
