import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  allocate,
  at,
  complete,
  delegate,
  deposit,
  expectError,
  part,
  queue,
  record,
  slash,
  start,
  withdrawable,
  world,
} from '../../test/restaking.ts'
import { ether, wad } from '../units.ts'
import { delegateTo } from './delegateTo.ts'
import { deposit as depositVerb } from './deposit.ts'
import { broken } from './invariants.ts'
import { redelegate } from './redelegate.ts'
import {
  depositSharesOf,
  maxMagnitude,
  moveTokens,
  operatorShares,
  type State,
  scalingOf,
} from './state.ts'
import { registerAsOperator } from './registerAsOperator.ts'
import { toTokensDown } from './strategy.ts'
import { undelegate } from './undelegate.ts'
import { convertToDepositShares, queuedWithdrawals } from './views.ts'

const effective = start + 10n
const amount = fc.bigInt(1n, 10n ** 24n)
/** A slash's part, near its ends as often as between. */
const slashed = fc.oneof(
  fc.bigInt(1n, wad),
  fc.bigInt(1n, 1_000n),
  fc.bigInt(wad - 1_000n, wad - 1n),
)

function slashedWorld(part: bigint): State {
  const state = world()
  deposit(state, ether(1), { by: 'bob' })
  delegate(state, 'otto', 'bob')
  allocate(state, wad)
  if (part > 0n) slash(state, part, effective)
  state.events.length = 0
  return state
}

describe('deposit', () => {
  test('default', () => {
    const state = slashedWorld(part(1n, 2n))
    delegate(state)

    expect(deposit(state, ether(10))).toBe(ether(10))
    expect(withdrawable(state)).toBe(ether(10))
    expect(scalingOf(state, 'alice', 'steth')).toBe(2n * wad)
    expect(state.events.map(({ emitter, name }) => `${emitter} ${name}`)).toEqual([
      'delegation StakerDelegated',
      'steth ExchangeRateEmitted',
      'strategyManager Deposit',
      'delegation DepositScalingFactorUpdated',
      'delegation OperatorSharesIncreased',
    ])
  })

  test('behavior: is worth itself but for dust, whatever was slashed before (STAKE-4)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(amount, slashed), { minLength: 1, maxLength: 5 }),
        amount,
        (before, last) => {
          const state = world()
          delegate(state)
          allocate(state, wad)
          for (const [i, [put, taken]] of before.entries()) {
            if (maxMagnitude(state.operators.get('otto'), 'steth') === 0n) break
            deposit(state, put)
            slash(state, taken, effective + BigInt(i))
          }
          fc.pre(maxMagnitude(state.operators.get('otto'), 'steth') > 0n)
          const held = withdrawable(state)
          deposit(state, last)

          const now = withdrawable(state)
          const shares = depositSharesOf(state, 'alice', 'steth')
          expect(now).toBeLessThanOrEqual(held + last)
          expect(now).toBeGreaterThanOrEqual(held + last - (2n * shares) / wad - 2n)
        },
      ),
    )
  })

  test('behavior: in parts it is worth the same but for dust (STAKE-8)', () => {
    fc.assert(
      fc.property(
        slashed,
        amount,
        fc.array(amount, { minLength: 2, maxLength: 8 }),
        (taken, first, parts) => {
          fc.pre(taken < wad)
          const base = world()
          delegate(base)
          allocate(base, wad)
          deposit(base, first)
          slash(base, taken, effective)
          const sum = parts.reduce((total, of) => total + of, 0n)
          const whole = structuredClone(base)
          deposit(whole, sum)
          for (const of of parts) deposit(base, of)

          const calls = BigInt(parts.length)
          const dust = 2n * calls + (2n * calls * (first + sum)) / wad + 1n
          expect(withdrawable(base)).toBeLessThanOrEqual(withdrawable(whole) + dust)
          expect(withdrawable(base)).toBeGreaterThanOrEqual(withdrawable(whole) - dust)
          expect(withdrawable(base)).toBeLessThanOrEqual(operatorShares(base, 'otto', 'steth'))
          expect(broken(base, effective)).toEqual([])
        },
      ),
    )
  })

  test('error: StrategyNotWhitelisted, OnlyUnderlyingToken, NewSharesZero', () => {
    const state = world()
    const put = (strategy: string, token: string, amount: bigint) => () =>
      depositVerb(state, { strategy, token, amount }, at(start))
    expectError(put('nowhere', 'STETH', 1n), 'StrategyNotWhitelisted')
    expectError(put('beacon', 'zero', 1n), 'StrategyNotWhitelisted')
    expectError(put('steth', 'CSETH', 1n), 'OnlyUnderlyingToken')
    expectError(put('steth', 'STETH', 0n), 'NewSharesZero')
    expect(state.events).toEqual([])
  })

  test('error: FullySlashed, at a magnitude of 0 and not at 1 (STAKE-5)', () => {
    const state = slashedWorld(wad)
    deposit(state, ether(1))
    expectError(() => delegate(state), 'FullySlashed')
    expectError(() => deposit(state, 1n, { by: 'bob' }), 'FullySlashed')

    const almost = slashedWorld(wad - 1n)
    deposit(almost, ether(1), { by: 'bob' })
    expect(withdrawable(almost, { by: 'bob' })).toBeLessThanOrEqual(ether(1) + 1n)
    expect(withdrawable(almost, { by: 'bob' })).toBeGreaterThan(ether(1) - 10n)
  })
})

describe('a strategy', () => {
  test('behavior: what leaves is no more than came, whatever is donated (STAKE-10)', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 30n),
        amount,
        amount,
        fc.bigInt(0n, 10n ** 22n),
        (gift, first, second, later) => {
          const state = world()
          moveTokens(state, 'STETH', { from: 'eve', to: 'steth', amount: gift })
          const put = (by: string, of: bigint) => {
            try {
              return deposit(state, of, { by })
            } catch (error) {
              expect(error).toMatchObject({ name: 'NewSharesZero' })
              return 0n
            }
          }
          const own = put('alice', first)
          expect(toTokensDown(state, 'steth', own)).toBeLessThanOrEqual(first)
          const others = put('bob', second)
          expect(toTokensDown(state, 'steth', others)).toBeLessThanOrEqual(second)

          moveTokens(state, 'STETH', { from: 'eve', to: 'steth', amount: later })
          const all = toTokensDown(state, 'steth', own) + toTokensDown(state, 'steth', others)
          expect(all).toBeLessThanOrEqual(gift + first + second + later)
        },
      ),
    )
  })

  test('behavior: the first to come can take nothing from the second by a gift', () => {
    const state = world()
    deposit(state, 1n)
    moveTokens(state, 'STETH', { from: 'alice', to: 'steth', amount: ether(100) })
    const shares = deposit(state, ether(10), { by: 'bob' })

    expect(shares).toBe(100n)
    expect(toTokensDown(state, 'steth', 1n)).toBeLessThan(ether(100))
    expect(toTokensDown(state, 'steth', shares)).toBeGreaterThan(ether(9))
  })
})

describe('delegateTo', () => {
  test('behavior: what comes isn’t charged with what was slashed before (STAKE-4)', () => {
    fc.assert(
      fc.property(slashed, amount, (taken, put) => {
        fc.pre(taken < wad)
        const state = slashedWorld(taken)
        deposit(state, put)
        const before = operatorShares(state, 'otto', 'steth')
        delegate(state)

        expect(operatorShares(state, 'otto', 'steth')).toBe(before + put)
        expect(withdrawable(state)).toBeLessThanOrEqual(put)
        expect(withdrawable(state)).toBeGreaterThanOrEqual(put - put / wad - 2n)
      }),
    )
  })

  test('error: ActivelyDelegated, OperatorNotRegistered, InvalidSignature', () => {
    const state = world()
    delegate(state)
    expectError(() => delegate(state, 'olga'), 'ActivelyDelegated')
    expectError(() => delegate(state, 'olga', 'otto'), 'ActivelyDelegated')
    expectError(() => delegate(state, 'alice', 'bob'), 'OperatorNotRegistered')
    const guarded = { approver: 'guard', allocationDelay: 0n, metadataURI: '' }
    registerAsOperator(state, guarded, at(start, 'oona'))
    expectError(() => delegate(state, 'oona', 'bob'), 'InvalidSignature')
    delegateTo(state, { operator: 'oona', approved: true }, at(start, 'bob'))
    expectError(() => registerAsOperator(state, guarded, at(start, 'bob')), 'ActivelyDelegated')
  })
})

describe('undelegate', () => {
  function held(): State {
    const state = world()
    deposit(state, ether(3))
    deposit(state, ether(5), { strategy: 'cseth' })
    record(state, ether(32))
    delegate(state)
    state.events.length = 0
    return state
  }

  test('default: all of it is queued, one withdrawal a strategy, beacon ether last (STAKE-9, STAKE-6)', () => {
    const state = held()
    const withdrawals = undelegate(state, { staker: 'alice' }, at(effective))

    expect(
      withdrawals.map(({ strategies, scaledShares }) => [...strategies, ...scaledShares]),
    ).toEqual([
      ['steth', ether(3)],
      ['cseth', ether(5)],
      ['beacon', ether(32)],
    ])
    for (const strategy of ['steth', 'cseth', 'beacon']) {
      expect(depositSharesOf(state, 'alice', strategy)).toBe(0n)
      expect(operatorShares(state, 'otto', strategy)).toBe(0n)
    }
    expect(broken(state, effective)).toEqual([])
  })

  test('behavior: the operator and its approver can force it, nobody else (STAKE-9)', () => {
    for (const sender of ['alice', 'otto'])
      expect(undelegate(held(), { staker: 'alice' }, at(effective, sender))).toHaveLength(3)
    expectError(
      () => undelegate(held(), { staker: 'alice' }, at(effective, 'olga')),
      'CallerCannotUndelegate',
    )
    const forced = held()
    undelegate(forced, { staker: 'alice' }, at(effective, 'otto'))
    expect(forced.events[0]!.name).toBe('StakerForceUndelegated')
  })

  test('error: NotActivelyDelegated, OperatorsCannotUndelegate', () => {
    const state = held()
    expectError(
      () => undelegate(state, { staker: 'bob' }, at(start, 'bob')),
      'NotActivelyDelegated',
    )
    expectError(
      () => undelegate(state, { staker: 'otto' }, at(start, 'otto')),
      'OperatorsCannotUndelegate',
    )
  })

  test('behavior: nothing but dust stays with whom everyone has left (STAKE-7)', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, slashed), { minLength: 1, maxLength: 6 }), (rounds) => {
        const state = slashedWorld(0n)
        for (const [i, [put, taken]] of rounds.entries()) {
          const by = `staker ${i}`
          deposit(state, put, { by })
          delegate(state, 'otto', by)
          slash(state, (taken * 9n) / 10n + 1n, effective + BigInt(i))
        }
        const stakers = ['bob', ...rounds.map((_, i) => `staker ${i}`)]
        const most = rounds.reduce((sum, [put]) => sum + put, ether(1))
        for (const staker of stakers) undelegate(state, { staker }, at(effective + 10n, staker))

        const calls = BigInt(stakers.length * 4)
        const dust = 2n * calls * BigInt(stakers.length) + (2n * calls * most) / wad
        expect(operatorShares(state, 'otto', 'steth')).toBeLessThanOrEqual(dust)
        expect(broken(state, effective + 10n)).toEqual([])
      }),
    )
  })
})

describe('redelegate', () => {
  test('default: what comes back as shares is the new operator’s (STAKE-3)', () => {
    const state = slashedWorld(part(1n, 4n))
    const [withdrawal] = redelegate(state, { operator: 'olga' }, at(effective, 'bob'))
    expect(operatorShares(state, 'olga', 'steth')).toBe(0n)

    complete(state, withdrawal!, effective + 51n, false)
    expect(operatorShares(state, 'olga', 'steth')).toBe(part(3n, 4n))
    expect(depositSharesOf(state, 'bob', 'steth')).toBe(part(3n, 4n))
    expect(queuedWithdrawals(state, 'bob')).toEqual([])
  })

  test('behavior: refused by the new operator, nothing has happened', () => {
    const state = slashedWorld(0n)
    const before = structuredClone(state)
    expectError(
      () => redelegate(state, { operator: 'nobody' }, at(effective, 'bob')),
      'OperatorNotRegistered',
    )
    expect(state).toEqual(before)
  })
})

describe('convertToDepositShares', () => {
  test('behavior: queueing what it says pays what was asked for, a few wei short', () => {
    fc.assert(
      fc.property(slashed, amount, amount, (taken, put, again) => {
        const state = world()
        delegate(state)
        allocate(state, wad)
        deposit(state, put)
        slash(state, (taken * 9n) / 10n + 1n, effective)
        deposit(state, again)
        const all = withdrawable(state)
        fc.pre(all > 1n)
        const shares = all / 2n
        const ask = convertToDepositShares(state, { staker: 'alice', strategy: 'steth', shares })
        fc.pre(ask > 0n)
        const before = withdrawable(state)
        queue(state, ask, effective + 1n)
        expect(before - withdrawable(state)).toBeLessThanOrEqual(shares + 2n + (put + again) / wad)
      }),
    )
  })
})
