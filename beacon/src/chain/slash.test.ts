import { describe, expect, test } from 'vitest'
import { stake, world } from '../../test/world.ts'
import { slotsPerEpoch } from '../index.ts'

const count = 16
const increment = 1_000_000_000n

describe('slashing', () => {
  const { chain, step, runTo, leapTo } = world({ validators: count, verify: false })
  runTo(4)

  test('takes 1/4096 of the effective balance at once, in the block that has the evidence', () => {
    const before = chain.headState.balance(5)
    chain.slash(5)
    const { slashed } = step()
    expect(slashed).toEqual([5])
    const validator = chain.headState.validator(5)
    expect(validator.slashed).toBe(true)
    expect(validator.status).toBe('active_slashed')
    expect(validator.withdrawableEpoch).toBe(4n + 8192n)

    // The block also pays or costs its seats in the sync committee, which are small: gwei by the thousand.
    const penalty = stake / 4096n
    const seats = chain.headState.balance(5) - (before - penalty)
    expect(seats).toBeGreaterThan(0n)
    expect(seats).toBeLessThan(penalty / 100n)
  })

  test('error: nobody is slashed twice', () => {
    expect(() => chain.slash(5)).toThrow(/can't be slashed/)
  })

  test('half the penalty period later, takes as much again as was slashed with it, three times over', () => {
    chain.slash(6)
    chain.slash(7)
    expect(step().slashed).toEqual([6, 7])
    const { withdrawableEpoch } = chain.headState.validator(5)
    // 4096 epochs before it is withdrawable; the epoch's end applies it.
    const epoch = Number(withdrawableEpoch) - 4096
    leapTo(epoch - 1)
    const earlier = chain.headState.balance(5)
    runTo(epoch)
    const before = chain.headState.balance(5)
    const { effectiveBalance } = chain.headState.validator(5)
    const total = chain.headState
      .balances()
      .map((_, index) => chain.headState.validator(index))
      .filter(({ status }) => status === 'active_ongoing')
      .reduce((sum, { effectiveBalance }) => sum + effectiveBalance, 0n)
    runTo(epoch + 1)
    const after = chain.headState.balance(5)

    // consensus-specs, electra: process_slashings. Each was slashed with its effective balance then.
    const adjusted = 3n * 3n * stake
    const perIncrement = adjusted / (total / increment)
    const penalty = perIncrement * (effectiveBalance / increment)
    // Out of the committees, it loses the same in each epoch for not attesting.
    const idle = earlier - before
    expect(idle).toBeGreaterThan(0n)
    expect(before - after - idle).toBe(penalty)
    expect(chain.headState.epoch).toBe(epoch + 1)
    // Four thousand epochs, one by one: seconds, or many on a busy machine.
  }, 240_000)
})

describe('validators that are offline', () => {
  test('lose what the others earn', () => {
    const { chain, runTo } = world({ validators: count })
    runTo(4)
    chain.setOffline([2, 3])
    runTo(6)
    const before = chain.headState.balances()
    runTo(9)
    const change = chain.headState.balances().map((balance, i) => balance - (before[i] as number))
    change.forEach((delta, index) => {
      if (index === 2 || index === 3) expect(delta).toBeLessThan(0)
      else expect(delta).toBeGreaterThan(0)
    })
  })

  test('miss what goes by blocks, too', () => {
    const { chain, walkTo } = world({ validators: count })
    walkTo(slotsPerEpoch)
    chain.setOffline([2, 3])
    walkTo(2 * slotsPerEpoch)
    const before = chain.headState.balances()
    walkTo(4 * slotsPerEpoch)
    const after = chain.headState.balances()
    expect(after[2]).toBeLessThan(before[2] as number)
    expect(after[4]).toBeGreaterThan(before[4] as number)
  })

  test('stop finality when they are a third, and lose more with each epoch that lacks it', () => {
    const { chain, runTo } = world({ validators: count, verify: false })
    runTo(4)
    chain.setOffline([0, 1, 2, 3, 4, 5])
    runTo(12)
    expect(chain.headState.finalized.epoch).toBe(2)
    const before = chain.headState.balance(0)
    runTo(13)
    const first = before - chain.headState.balance(0)
    runTo(30)
    const again = chain.headState.balance(0)
    runTo(31)
    expect(again - chain.headState.balance(0)).toBeGreaterThan(first)

    chain.setOffline([0, 1, 2, 3, 4, 5], false)
    runTo(36)
    expect(chain.headState.finalized.epoch).toBeGreaterThanOrEqual(33)
  })
})
