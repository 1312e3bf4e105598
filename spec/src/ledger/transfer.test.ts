import { describe, expect, test } from 'vitest'
import { at, expectError, start, world } from '../../test/world.ts'
import { uint256Max } from '../math.ts'
import { balanceOf } from '../state.ts'
import { approve } from './approve.ts'
import { allowanceOf, transfer, transferFrom } from './transfer.ts'

const alice = at(start, 'alice')
const bob = at(start, 'bob')
const held = 10n ** 20n

describe('transfer', () => {
  test('default', () => {
    const state = world()
    transfer(state, { to: 'carol', shares: 5n }, alice)

    expect([balanceOf(state, 'alice'), balanceOf(state, 'carol')]).toEqual([held - 5n, 5n])
    expect(state.events).toMatchInlineSnapshot(`
      [
        {
          "args": {
            "from": "alice",
            "to": "carol",
            "value": 5n,
          },
          "emitter": "vault",
          "name": "Transfer",
        },
      ]
    `)
  })

  test('behavior: to oneself changes nothing (SOLV-1)', () => {
    const state = world()
    transfer(state, { to: 'alice', shares: held }, alice)
    expect(balanceOf(state, 'alice')).toBe(held)
  })

  test('error: InvalidReceiver, InsufficientBalance', () => {
    const state = world()
    for (const to of ['zero', 'vault', 'queue'])
      expectError(() => transfer(state, { to, shares: 1n }, alice), 'InvalidReceiver', {
        receiver: to,
      })
    expectError(
      () => transfer(state, { to: 'c', shares: held + 1n }, alice),
      'InsufficientBalance',
      {
        owner: 'alice',
        balance: held,
        needed: held + 1n,
      },
    )
  })
})

describe('transferFrom', () => {
  test('default', () => {
    const state = world()
    approve(state, { spender: 'bob', shares: 7n }, alice)
    transferFrom(state, { from: 'alice', to: 'carol', shares: 5n }, bob)

    expect(allowanceOf(state, 'alice', 'bob')).toBe(2n)
    expect(balanceOf(state, 'carol')).toBe(5n)
  })

  test('behavior: an allowance without end is never used up', () => {
    const state = world()
    approve(state, { spender: 'bob', shares: uint256Max }, alice)
    transferFrom(state, { from: 'alice', to: 'carol', shares: 5n }, bob)
    expect(allowanceOf(state, 'alice', 'bob')).toBe(uint256Max)

    approve(state, { spender: 'bob', shares: uint256Max - 1n }, alice)
    transferFrom(state, { from: 'alice', to: 'carol', shares: 5n }, bob)
    expect(allowanceOf(state, 'alice', 'bob')).toBe(uint256Max - 6n)
  })

  test('error: InsufficientAllowance', () => {
    const state = world()
    approve(state, { spender: 'bob', shares: 4n }, alice)
    expectError(
      () => transferFrom(state, { from: 'alice', to: 'carol', shares: 5n }, bob),
      'InsufficientAllowance',
      { spender: 'bob', allowance: 4n, needed: 5n },
    )
  })
})
