import { describe, expect, test } from 'vitest'
import { at, checkpoint, day, expectError, start, world } from '../../test/world.ts'
import { broken } from '../invariants.ts'
import { balanceOf } from '../state.ts'
import { ether } from '../units.ts'
import { accrue } from './accrue.ts'
import { collectFees } from './collectFees.ts'
import { deposit } from './deposit.ts'
import { tip } from './tip.ts'

const registry = at(start + day, 'registry')

describe('collectFees', () => {
  test('default', () => {
    const state = world()
    checkpoint(state, start, ether(1))

    const shares = collectFees(state, {}, at(start + 4n * day))

    expect(shares).toMatchInlineSnapshot(`94437129690585912n`)
    expect(balanceOf(state, 'treasury')).toBe(shares)
    // 5 % stays for provers: nobody can empty their pot just before they prove (FEE-4).
    expect(state.money.fees).toBe(((shares + state.money.fees) * 500n) / 10_000n)
    expect(broken(state)).toEqual([])
  })

  test('behavior: a loss and its recovery pay nothing, whoever comes and goes between (FEE-2)', () => {
    const state = world()
    checkpoint(state, start, -ether(1))
    deposit(state, { assets: ether(150), receiver: 'carol' }, at(start))
    // The mark is per share: twice the shares have twice as far to go.
    expect(state.money.deficit).toBe(ether(2))
    checkpoint(state, start, ether(2))

    expect(collectFees(state, {}, at(start + 30n * day))).toBe(0n)
    expect(state.money.deficit).toBe(0n)
  })
})

describe('tip', () => {
  test('default: a part of what is set aside, and never more than the fees', () => {
    const state = world()
    checkpoint(state, start, ether(1))
    deposit(state, { assets: ether(1), receiver: 'carol' }, at(start + day))
    const { fees } = state.money

    expect(tip(state, { prover: 'paul', part: 1n, whole: 4n }, registry)).toBe(
      (fees * 500n) / 40_000n,
    )
    expect(balanceOf(state, 'paul')).toBe(fees - state.money.fees)
    expect(broken(state)).toEqual([])
  })

  test('behavior: of no fees, no tip, and no event', () => {
    const state = world()
    expect(tip(state, { prover: 'paul', part: 1n, whole: 1n }, registry)).toBe(0n)
    expect(state.events).toEqual([])
  })

  test('error: OnlyRegistry', () => {
    expectError(
      () => tip(world(), { prover: 'p', part: 1n, whole: 1n }, at(start)),
      'OnlyRegistry',
      {
        caller: 'alice',
      },
    )
  })
})

describe('accrue', () => {
  test('behavior: below the mark nothing is minted (FEE-2)', () => {
    const state = world()
    checkpoint(state, start, -ether(1))
    checkpoint(state, start, ether(1) + 1_000n)
    const { fees, deficit } = accrue(state.money, state.parameters, start + 30n * day)

    expect(deficit).toBe(0n)
    expect(fees).toBe(99n)
  })
})
