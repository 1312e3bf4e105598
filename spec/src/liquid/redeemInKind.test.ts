import { describe, expect, test } from 'vitest'
import {
  after,
  aRound,
  ask,
  assetsAt,
  enter,
  enterETH,
  expectError,
  goRound,
  world,
} from '../../test/liquid.ts'
import { previewRedeemInstant } from '../lane/previewRedeemInstant.ts'
import * as restaking from '../restaking/index.ts'
import { ether, weiPerEther } from '../units.ts'
import { toUnitsDown } from './adapter.ts'
import { check } from './check.ts'
import { fill, redeemInKind, redeemInstant } from './redeemInKind.ts'
import type { State } from './state.ts'

/** 100 ether and 100 csETH of alice's, all here; a round is over. */
function ready() {
  const state = world()
  enterETH(state, ether(100))
  enter(state, ether(100))
  goRound(state, aRound)
  return state
}

function inKind(state: State, shares: bigint, blocks = aRound) {
  const args = { asset: 'cseth', shares, receiver: 'alice', owner: 'alice' }
  return redeemInKind(state, args, after(blocks, 'alice'))
}

describe('redeemInKind', () => {
  test('default: what the lane would pay, in csETH (KIND-1)', () => {
    const state = ready()
    const { money, parameters } = state.vault
    const pays = previewRedeemInstant(money, parameters, after(aRound).now, weiPerEther)
    const before = assetsAt(state, aRound)

    expect(inKind(state, ether(1))).toBe(toUnitsDown(state, 'cseth', pays))
    expect(restaking.tokensOf(state.restaking, 'CSETH', 'alice')).toBe(
      toUnitsDown(state, 'cseth', pays) - ether(100),
    )
    expect(before - assetsAt(state, aRound)).toBe(ether(1))
  })

  test('behavior: out of the same bucket (KIND-1)', () => {
    const state = ready()
    const capacity = (assetsAt(state, aRound) * 9n) / 1_000n
    inKind(state, ether(1))
    redeemInstant(
      state,
      { shares: weiPerEther / 2n, receiver: 'alice', owner: 'alice' },
      after(aRound, 'alice'),
    )
    const available = capacity - ether(1) - ether(1) / 2n
    expectError(() => inKind(state, available + 1n), 'LaneExhausted', {
      assets: available + 1n,
      available,
    })
    inKind(state, available)
  })

  test('error: QueueFirst, while eligible tickets can’t be filled (KIND-2)', () => {
    const state = world()
    enter(state, ether(100))
    ask(state, ether(50))
    goRound(state, aRound)
    expectError(() => inKind(state, ether(1)), 'QueueFirst', { owed: ether(50), idle: ether(1) })
  })

  test('error: ExceedsWaiting', () => {
    const state = world()
    enterETH(state, ether(1_000))
    goRound(state, aRound)
    expect(() => inKind(state, ether(1))).toThrow('ExceedsWaiting')
  })

  test('error: NotStamped, of fills too (NAV-9)', () => {
    const state = ready()
    ask(state, ether(5), 'alice', aRound)
    goRound(state, 2n * aRound)
    const late = 2n * aRound + 26n
    expect(() => inKind(state, ether(1), late)).toThrow('NotStamped')
    expect(() => fill(state, { maxAssets: ether(5) }, after(late))).toThrow('NotStamped')

    check(state, {}, after(late))
    expect(fill(state, { maxAssets: ether(5) }, after(late)).shares).toBe(ether(5))
  })
})
