import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  allocate,
  at,
  burning,
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
import { clearBurnOrRedistributableShares, pending } from './clearBurnOrRedistributableShares.ts'
import { completeQueuedWithdrawal, completeQueuedWithdrawals } from './completeQueuedWithdrawal.ts'
import { broken } from './invariants.ts'
import { queueWithdrawals } from './queueWithdrawals.ts'
import { slashableInQueue } from './slashOperator.ts'
import { depositSharesOf, operatorShares, type State, scalingOf, tokensOf } from './state.ts'
import { undelegate } from './undelegate.ts'
import { isPending, queuedShares, queuedWithdrawals } from './views.ts'

const effective = start + 10n
const slashed = fc.oneof(fc.bigInt(1n, wad), fc.bigInt(wad - 1_000n, wad - 1n))

function held(amount = ether(10)): State {
  const state = world()
  deposit(state, amount)
  delegate(state)
  allocate(state, wad)
  state.events.length = 0
  return state
}

function paid(state: State, by = 'alice') {
  return tokensOf(state, 'STETH', by)
}

describe('queueWithdrawals', () => {
  test('default', () => {
    const state = held()
    slash(state, part(1n, 4n), effective)
    const withdrawal = queue(state, ether(4), effective)

    expect(withdrawal).toMatchObject({ staker: 'alice', delegatedTo: 'otto', nonce: 0n })
    expect(withdrawal.scaledShares).toEqual([ether(4)])
    expect(operatorShares(state, 'otto', 'steth')).toBe(part(45n, 10n))
    expect(depositSharesOf(state, 'alice', 'steth')).toBe(ether(6))
    expect(state.events.slice(-2)).toEqual([
      {
        emitter: 'delegation',
        name: 'OperatorSharesDecreased',
        args: { operator: 'otto', staker: 'alice', strategy: 'steth', shares: ether(3) },
      },
      {
        emitter: 'delegation',
        name: 'SlashingWithdrawalQueued',
        args: { withdrawal, sharesToWithdraw: [ether(3)] },
      },
    ])
  })

  test('behavior: in parts never pays more than at once, and no part evades a slash (STAKE-8)', () => {
    fc.assert(
      fc.property(
        slashed,
        slashed,
        fc.bigInt(1n, ether(10)),
        fc.array(fc.bigInt(1n, ether(1)), { minLength: 2, maxLength: 9 }),
        (before, during, first, parts) => {
          const state = held(first)
          slash(state, (before * 9n) / 10n + 1n, effective)
          const sum = parts.reduce((total, of) => total + of, 0n)
          deposit(state, sum)
          const whole = structuredClone(state)
          const one = [queue(whole, sum, effective)]
          const many = parts.map((of) => queue(state, of, effective))
          for (const each of [whole, state]) slash(each, during, effective + 50n)

          expect(payable(state, many)).toBeLessThanOrEqual(payable(whole, one))
          expect(payable(state, many)).toBeGreaterThanOrEqual(
            payable(whole, one) - 2n * BigInt(parts.length) - 1n,
          )
          expect(broken(state, effective + 51n)).toEqual([])
        },
      ),
    )
  })

  test('error: SharesAmountTooHigh a share above, SharesAmountZero, and of nothing', () => {
    const state = held()
    const before = structuredClone(state)
    expectError(() => queue(state, ether(10) + 1n, effective), 'SharesAmountTooHigh')
    expectError(() => queue(state, 0n, effective), 'SharesAmountZero')
    expectError(() => queue(state, 1n, effective, { strategy: 'beacon' }), 'SharesNegative')
    const params = (strategies: string[], depositShares: bigint[]) => () =>
      queueWithdrawals(state, { params: [{ strategies, depositShares }] }, at(effective))
    expectError(params([], []), 'InputArrayLengthZero')
    expectError(params(['steth'], []), 'InputArrayLengthMismatch')
    // The first of two strategies is taken back with the second.
    expectError(params(['steth', 'cseth'], [ether(1), 1n]), 'SharesAmountTooHigh')
    expect(state).toEqual(before)

    queue(state, ether(10), effective)
    expect(scalingOf(state, 'alice', 'steth')).toBe(wad)
  })
})

function payable(state: State, withdrawals: ReturnType<typeof queue>[]): bigint {
  return withdrawals.reduce((sum, of) => sum + queuedShares(state, of, of.startBlock + 51n)[0]!, 0n)
}

describe('completeQueuedWithdrawal', () => {
  test('default, as tokens: pays, and touches no deposit share (WQ-8)', () => {
    const state = held()
    const withdrawal = queue(state, ether(4), effective)
    complete(state, withdrawal, effective + 51n)

    expect(paid(state)).toBe(-ether(6))
    expect(depositSharesOf(state, 'alice', 'steth')).toBe(ether(6))
    expect(isPending(state, withdrawal)).toBe(false)
  })

  test('default, as shares: moves no token (WQ-8, STAKE-3)', () => {
    const state = held()
    const withdrawal = queue(state, ether(4), effective)
    complete(state, withdrawal, effective + 51n, false)

    expect(paid(state)).toBe(-ether(10))
    expect(depositSharesOf(state, 'alice', 'steth')).toBe(ether(10))
    expect(operatorShares(state, 'otto', 'steth')).toBe(ether(10))
  })

  test('behavior: from the block after its last slashable one on, and once (WQ-1, WQ-2)', () => {
    const state = held()
    const withdrawal = queue(state, ether(4), effective)

    for (const early of [effective, effective + 49n, effective + 50n])
      expectError(() => complete(state, withdrawal, early), 'WithdrawalDelayNotElapsed')
    complete(state, withdrawal, effective + 51n)
    expectError(() => complete(state, withdrawal, effective + 52n), 'WithdrawalNotQueued')
  })

  test('error: WithdrawalNotQueued, whichever word differs (WQ-1); WithdrawerNotCaller', () => {
    const state = held()
    const withdrawal = queue(state, ether(4), effective)
    const others = [
      { delegatedTo: 'olga' },
      { nonce: 1n },
      { startBlock: effective - 1n },
      { strategies: ['cseth'] },
      { scaledShares: [ether(4) + 1n] },
      { staker: 'bob' },
    ]
    const ask = (change: object, sender = 'alice', receiveAsTokens = true) => {
      const args = { withdrawal: { ...withdrawal, ...change }, tokens: ['STETH'], receiveAsTokens }
      return () => completeQueuedWithdrawal(state, args, at(effective + 60n, sender))
    }
    for (const other of others) expectError(ask(other), 'WithdrawalNotQueued')
    expectError(ask({}, 'bob'), 'WithdrawerNotCaller')
    expectError(ask({ strategies: [] }), 'InputArrayLengthMismatch')
    ask({})()
  })

  test('behavior: all of many or none', () => {
    const state = held()
    const withdrawals = [queue(state, ether(4), effective), queue(state, ether(1), effective + 1n)]
    const before = structuredClone(state)
    const args = { withdrawals, tokens: [['STETH'], ['STETH']], receiveAsTokens: [true, false] }

    expectError(
      () => completeQueuedWithdrawals(state, args, at(effective + 51n)),
      'WithdrawalDelayNotElapsed',
    )
    expect(state).toEqual(before)
    completeQueuedWithdrawals(state, args, at(effective + 52n))
    expect(queuedWithdrawals(state, 'alice')).toEqual([])
  })

  test('behavior: a slash takes the same part of the queue as of what stayed, until the delay is over (WQ-3, WQ-6)', () => {
    fc.assert(
      fc.property(slashed, fc.bigInt(-2n, 53n), fc.bigInt(1n, ether(10)), (taken, wait, amount) => {
        const state = held(2n * amount)
        const withdrawal = queue(state, amount, effective)
        slash(state, taken, effective + (wait < 0n ? 0n : wait))
        const stayed = withdrawable(state)
        const [says] = queuedShares(state, withdrawal, effective + 60n)
        const before = paid(state)
        complete(state, withdrawal, effective + 60n)

        expect(paid(state) - before).toBe(says!)
        expect(says).toBe(wait <= 50n ? stayed : amount)
      }),
    )
  })

  test('behavior: slashed wholly it pays nothing as tokens, and leaves (STAKE-5)', () => {
    const state = held()
    const withdrawal = queue(state, ether(4), effective)
    slash(state, wad, effective)
    expectError(() => deposit(state, 1n), 'FullySlashed')
    complete(state, withdrawal, effective + 51n)
    expect(paid(state)).toBe(-ether(10))

    const late = held()
    const whole = queue(late, ether(4), effective)
    slash(late, wad, effective + 51n)
    expectError(() => complete(late, whole, effective + 52n, false), 'FullySlashed')
    complete(late, whole, effective + 52n)
    expect(paid(late)).toBe(-ether(6))
  })

  test('behavior: who isn’t delegated waits as long, and no slash touches it (WQ-7)', () => {
    const state = held()
    const first = undelegate(state, { staker: 'alice' }, at(effective))[0]!
    complete(state, first, effective + 51n, false)
    const second = queue(state, ether(10), effective + 51n)
    expect(second.delegatedTo).toBe('zero')
    slash(state, wad, effective + 52n)

    expectError(() => complete(state, second, effective + 101n), 'WithdrawalDelayNotElapsed')
    complete(state, second, effective + 102n)
    expect(paid(state)).toBe(0n)
  })
})

describe('what is slashable in the queue', () => {
  test('behavior: is what was queued within the delay (WQ-4)', () => {
    const state = held()
    const inQueue = (block: bigint) =>
      slashableInQueue(state, { operator: 'otto', strategy: 'steth', block })
    queue(state, ether(1), effective)
    queue(state, ether(2), effective + 5n)

    expect(inQueue(effective + 5n)).toBe(ether(3))
    expect(inQueue(effective + 50n)).toBe(ether(3))
    expect(inQueue(effective + 51n)).toBe(ether(2))
    expect(inQueue(effective + 55n)).toBe(ether(2))
    expect(inQueue(effective + 56n)).toBe(0n)
  })

  test('behavior: on a chain younger than the delay, everything', () => {
    const state = world()
    expect(slashableInQueue(state, { operator: 'otto', strategy: 'steth', block: 3n })).toBe(0n)
    deposit(state, ether(2))
    delegate(state)
    queue(state, ether(1), 0n)
    for (const block of [0n, 49n, 50n])
      expect(slashableInQueue(state, { operator: 'otto', strategy: 'steth', block })).toBe(ether(1))
    expect(slashableInQueue(state, { operator: 'otto', strategy: 'steth', block: 51n })).toBe(0n)
  })

  test('behavior: what a slash takes is recorded, to the wei, and paid out once (MAG-8)', () => {
    fc.assert(
      fc.property(
        slashed,
        fc.bigInt(1n, ether(10)),
        fc.bigInt(1n, ether(10)),
        (taken, stay, go) => {
          const state = held(stay + go)
          queue(state, go, effective)
          const before = operatorShares(state, 'otto', 'steth')
          const { slashId, shares } = slash(state, taken, effective + 1n)
          const fromOperator = before - operatorShares(state, 'otto', 'steth')
          const fromQueue =
            go -
            slashableInQueue(state, {
              operator: 'otto',
              strategy: 'steth',
              block: effective + 1n,
            })

          expect(pending(state, burning, slashId).get('steth')).toBe(shares[0])
          expect(shares[0]! - fromOperator).toBeLessThanOrEqual(fromQueue)
          expect(shares[0]! - fromOperator).toBeGreaterThanOrEqual(fromQueue - 1n)
          const [burnt] = clearBurnOrRedistributableShares(state, { set: burning, slashId })
          expect(tokensOf(state, 'STETH', 'burn')).toBe(burnt)
          expect(burnt).toBe(shares[0])
          expect(clearBurnOrRedistributableShares(state, { set: burning, slashId })).toEqual([])
          expect(broken(state, effective + 1n)).toEqual([])
        },
      ),
    )
  })

  test('behavior: rounding in the queue costs others less than a wei a withdrawal (WQ-5)', () => {
    // 0.9 wei each: the queue's sum rounds once, each withdrawal for itself.
    const state = held(2n)
    for (let i = 0; i < 20; i++) {
      deposit(state, 2n, { by: `staker ${i}` })
      delegate(state, 'otto', `staker ${i}`)
    }
    slash(state, part(5n, 100n), effective)
    const withdrawals = Array.from({ length: 20 }, (_, i) =>
      queue(state, 2n, effective, { by: `staker ${i}` }),
    )
    slash(state, part(45n, 95n), effective)

    expect(broken(state, effective)).toEqual([])
    for (const withdrawal of withdrawals) complete(state, withdrawal, effective + 51n)
    expect(state.strategies.get('steth')!.shares).toBeGreaterThan(0n)
  })

  test('behavior: of beacon ether, too; the counter is all there is to burn', () => {
    const state = world()
    record(state, ether(32))
    delegate(state)
    allocate(state, wad, { strategy: 'beacon' })
    const withdrawal = queue(state, ether(16), effective, { strategy: 'beacon' })
    slash(state, part(1n, 2n), effective, { strategies: ['beacon'] })

    expect(state.burnableEther).toBe(ether(16))
    state.pods.get('alice')!.payable = 32_000_000_000n
    complete(state, withdrawal, effective + 51n)
    expect(state.ether.get('alice')).toBe(ether(8))
  })
})
