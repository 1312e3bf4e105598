import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  allocate,
  at,
  complete,
  delegate,
  expectError,
  part,
  queue,
  record,
  slash,
  start,
  withdrawable,
  world,
} from '../../test/restaking.ts'
import { ether, gweiToWei, wad, weiPerGwei } from '../units.ts'
import { broken } from './invariants.ts'
import { mulWadDown, payableDown } from './math.ts'
import { recordBalanceUpdate } from './recordBalanceUpdate.ts'
import { startCheckpoint } from './startCheckpoint.ts'
import {
  beaconSlashingFactor,
  depositSharesOf,
  maxMagnitude,
  operatorShares,
  type State,
  scalingOf,
} from './state.ts'

const effective = start + 10n
const beacon = { strategy: 'beacon' }
const factor = fc.oneof(fc.bigInt(0n, wad), fc.bigInt(0n, 100n), fc.bigInt(wad - 100n, wad))

function held(amount = ether(32)): State {
  const state = world()
  record(state, amount)
  delegate(state)
  allocate(state, wad, beacon)
  state.events.length = 0
  return state
}

describe('recordBalanceUpdate', () => {
  test('default: a gain joins the deposit shares, and forgives no loss before it (BCSF-2)', () => {
    const state = held()
    record(state, -ether(8), { previous: ether(32) })
    expect(depositSharesOf(state, 'alice', 'beacon')).toBe(ether(32))
    expect(withdrawable(state, beacon)).toBe(ether(24))

    record(state, ether(4), { previous: ether(24) })
    expect(depositSharesOf(state, 'alice', 'beacon')).toBe(ether(36))
    expect(beaconSlashingFactor(state, 'alice')).toBe(part(3n, 4n))
    const worth = withdrawable(state, beacon)
    expect(worth).toBeLessThanOrEqual(ether(28))
    // A rounding of each of the two factors, over 36 · 10¹⁸ shares.
    expect(worth).toBeGreaterThanOrEqual(ether(28) - 2n * 36n - 2n)
    expect(state.events.map(({ name }) => name)).toEqual([
      'BeaconChainSlashingFactorDecreased',
      'OperatorSharesDecreased',
      'PodSharesUpdated',
      'NewTotalShares',
      'DepositScalingFactorUpdated',
      'OperatorSharesIncreased',
    ])
  })

  test('behavior: the factor falls with a loss, in its proportion, rounded down, and never rises (BCSF-1)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.bigInt(1n, 2_000_000_000_000n), fc.bigInt(-100n, 100n)), {
          minLength: 1,
          maxLength: 12,
        }),
        (updates) => {
          const state = held()
          for (const [previous, hundredths] of updates) {
            const before = beaconSlashingFactor(state, 'alice')
            const change = gweiToWei((previous * hundredths) / 100n)
            if (before === 0n && change > 0n) continue
            record(state, change, { previous: gweiToWei(previous) })
            const after = beaconSlashingFactor(state, 'alice')

            const left: bigint = gweiToWei(previous) + (change < 0n ? change : 0n)
            expect(after).toBe((before * left) / gweiToWei(previous))
            expect(after).toBeLessThanOrEqual(before)
            expect(broken(state, effective)).toEqual([])
          }
        },
      ),
    )
  })

  test('behavior: a loss and a slash multiply, whichever comes first (BCSF-4)', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, wad), fc.bigInt(0n, 32_000_000_000n), (taken, gwei) => {
        const lossFirst = held()
        record(lossFirst, -gweiToWei(gwei), { previous: ether(32) })
        slash(lossFirst, taken, effective, { strategies: ['beacon'] })
        const slashFirst = held()
        slash(slashFirst, taken, effective, { strategies: ['beacon'] })
        record(slashFirst, -gweiToWei(gwei), { previous: ether(32) })

        const worth = withdrawable(lossFirst, beacon)
        expect(worth).toBe(withdrawable(slashFirst, beacon))
        expect(operatorShares(lossFirst, 'otto', 'beacon')).toBeGreaterThanOrEqual(worth)
        expect(operatorShares(slashFirst, 'otto', 'beacon')).toBeGreaterThanOrEqual(worth)
        expect(operatorShares(slashFirst, 'otto', 'beacon') - worth).toBeLessThanOrEqual(3n)
      }),
    )
  })

  test('behavior: a factor of 0 closes the pod to new shares, one of a wad’s 10¹⁸th doesn’t (BCSF-5, STAKE-5)', () => {
    const state = held()
    record(state, -ether(32), { previous: ether(32) })
    expect(withdrawable(state, beacon)).toBe(0n)
    expectError(() => record(state, weiPerGwei), 'FullySlashed')

    const least = held()
    for (let i = 0; i < 2; i++) record(least, -(ether(1) - weiPerGwei), { previous: ether(1) })
    expect(beaconSlashingFactor(least, 'alice')).toBe(1n)
    record(least, ether(32))
    expect(withdrawable(least, beacon)).toBeLessThanOrEqual(ether(32) + 32n)
    expect(withdrawable(least, beacon)).toBeGreaterThan(ether(32) - 100n)
    expect(broken(least, effective)).toEqual([])
  })

  test('behavior: a few wei of magnitude, and nothing evades a loss (BCSF-3)', () => {
    const state = held()
    slash(state, wad - 3n, effective, { strategies: ['beacon'] })
    record(state, ether(32), { previous: ether(32) })
    const before = withdrawable(state, beacon)
    record(state, -ether(16), { previous: ether(64) })

    // Multiplied first, 3 · 0.75 would have become 2, and a third been lost instead of a quarter.
    const lost = before - withdrawable(state, beacon)
    expect(lost).toBeGreaterThanOrEqual(before / 4n)
    expect(lost).toBeLessThanOrEqual(before / 4n + 1n)
  })

  test('error: SharesNotMultipleOfGwei, InputAddressZero, OnlyEigenPod', () => {
    const state = held()
    expectError(() => record(state, 1n), 'SharesNotMultipleOfGwei')
    expectError(
      () => record(state, -weiPerGwei - 1n, { previous: ether(32) }),
      'SharesNotMultipleOfGwei',
    )
    const nobody = { podOwner: 'zero', previous: 0n, change: weiPerGwei }
    expectError(() => recordBalanceUpdate(state, nobody, { sender: 'zero' }), 'InputAddressZero')
    const own = { podOwner: 'alice', previous: 0n, change: weiPerGwei }
    expectError(() => recordBalanceUpdate(state, own, { sender: 'alice' }), 'OnlyEigenPod')
    record(state, 0n)
    expect(state.events).toEqual([])
  })
})

describe('what beacon ether pays', () => {
  test('behavior: never less than with the factors multiplied first, and little more (BCSF-3)', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 30n), factor, factor, (scaled, magnitude, slashing) => {
        const first = mulWadDown(scaled, mulWadDown(magnitude, slashing))
        const ours: bigint = payableDown(scaled, magnitude * slashing)

        expect(ours).toBeGreaterThanOrEqual(first)
        expect(ours - first).toBeLessThanOrEqual(scaled / wad + 1n)
        expect(payableDown(scaled, magnitude * wad)).toBe(mulWadDown(scaled, magnitude))
      }),
    )
  })

  test('behavior: in the queue it bears the pod’s losses until it is completed (BCSF-6)', () => {
    const state = held()
    state.pods.get('alice')!.payable = 32_000_000_000n
    const withdrawal = queue(state, ether(16), effective, beacon)
    record(state, -ether(8), { previous: ether(32) })
    const later = structuredClone(state)
    record(later, -ether(12), { previous: ether(24) })

    complete(state, withdrawal, effective + 51n)
    expect(state.ether.get('alice')).toBe(ether(12))
    complete(later, withdrawal, effective + 51n)
    expect(later.ether.get('alice')).toBe(ether(6))
  })

  test('behavior: only what a checkpoint has found, in whole gwei', () => {
    const state = world()
    const pod = state.pods.get('alice')!
    pod.balance = ether(2) + 7n
    startCheckpoint(state, { owner: 'alice' }, at(start))
    expect(depositSharesOf(state, 'alice', 'beacon')).toBe(ether(2))
    pod.balance += weiPerGwei
    const withdrawal = queue(state, ether(2), effective, beacon)
    complete(state, withdrawal, effective + 51n)

    expect(state.ether.get('alice')).toBe(ether(2))
    expect(state.pods.get('alice')!.balance).toBe(weiPerGwei + 7n)
    record(state, ether(1))
    const more = queue(state, ether(1), effective, beacon)
    expectError(() => complete(state, more, effective + 51n), 'InsufficientWithdrawableBalance')
  })

  test('behavior: delegated later, the operator gets what the losses left, rounded up (STAKE-1)', () => {
    fc.assert(
      fc.property(
        // So few that the rounding of the factors, which is a part of the shares, doesn't hide that of the shares.
        fc.bigInt(1n, 99n),
        fc.bigInt(1n, 64n),
        fc.bigInt(1n, wad - 1n),
        (loss, gain, taken) => {
          const state = world()
          allocate(state, wad, beacon)
          slash(state, taken, effective, { strategies: ['beacon'] })
          const hundred = gweiToWei(100n)
          record(state, hundred)
          record(state, -gweiToWei(loss), { previous: hundred })
          record(state, gweiToWei(gain), { previous: hundred })
          const before = scalingOf(state, 'alice', 'beacon')
          delegate(state)

          const magnitude = maxMagnitude(state.operators.get('otto'), 'beacon')
          expect(scalingOf(state, 'alice', 'beacon')).toBe((before * wad) / magnitude)
          const dust = operatorShares(state, 'otto', 'beacon') - withdrawable(state, beacon)
          expect(dust).toBeGreaterThanOrEqual(0n)
          expect(dust).toBeLessThanOrEqual(3n)
        },
      ),
    )
  })
})
