import { describe, expect, test } from 'vitest'
import {
  after,
  aRound,
  ask,
  enterETH,
  expectError,
  goRound,
  names,
  prove,
  restaked,
  stakeOne,
  world,
} from '../../test/liquid.ts'
import { ether, secondsPerSlot } from '../units.ts'
import { openRound, sync } from './round.ts'

const lasts = 300n

describe('round', () => {
  test('default: who is in line when it opens is eligible when all are counted (NAV-7)', () => {
    const state = restaked()
    ask(state, ether(5), 'alice', 10n)
    openRound(state, {}, after(20n))
    ask(state, ether(7), 'alice', 30n)
    for (const index of names.slice(1)) sync(state, { index }, after(40n))
    expect(state.vault.money.eligible).toBe(0n)

    sync(state, { index: 'north' }, after(40n))
    expect(state.vault.money.eligible).toBe(ether(5))
    expect(state.vault.money.provenAt).toBe(after(20n).now)
  })

  test('behavior: with beacon ether, who asked after the pod’s checkpoint waits for the next (NAV-7)', () => {
    const state = world()
    enterETH(state, ether(200))
    stakeOne(state, 'north', 'key')
    prove(state, 'north', aRound)
    goRound(state, aRound)
    ask(state, ether(5), 'alice', aRound + 10n)

    prove(state, 'north', aRound + 5n)
    goRound(state, 2n * aRound)
    expect(state.vault.money.provenAt).toBe(after(aRound + 5n).now)
    expect(state.vault.money.eligible).toBe(0n)

    // Shown after the round opened in which the ticket was in line.
    prove(state, 'north', 2n * aRound)
    goRound(state, 3n * aRound)
    expect(state.vault.money.eligible).toBe(ether(5))
  })

  test('behavior: a proof from before both rounds makes nobody eligible (NAV-7)', () => {
    const state = world()
    enterETH(state, ether(200))
    stakeOne(state, 'north', 'key')
    goRound(state, aRound)
    ask(state, ether(5), 'alice', aRound + 10n)
    goRound(state, 2n * aRound)
    goRound(state, 3n * aRound)

    expect(state.vault.money.provenAt).toBe(after(0n).now)
    expect(state.vault.money.eligible).toBe(0n)
  })

  test('behavior: who is eligible stays so, however many rounds follow a proof (NAV-12)', () => {
    const state = world()
    enterETH(state, ether(200))
    stakeOne(state, 'north', 'key')
    ask(state, ether(5), 'alice', 10n)
    prove(state, 'north', aRound)
    for (const round of [1n, 2n, 3n, 4n]) {
      goRound(state, round * aRound)
      expect(state.vault.money.eligible).toBe(ether(5))
    }
    // Less is proven: nobody is known to have asked before that.
    prove(state, 'north', aRound - 1n)
    goRound(state, 5n * aRound)
    expect(state.vault.money.eligible).toBe(0n)
  })

  test('behavior: its end finds what came unasked, which vests (VEST-1)', () => {
    const state = restaked()
    state.vault.ether.set('vault', state.vault.ether.get('vault')! + ether(1))
    goRound(state, aRound)

    expect(state.vault.money.unvested).toBe(ether(1))
    expect(state.vault.money.backing).toBe(ether(112))
  })

  test('error: RoundNotDue, when one is over and when it isn’t', () => {
    const state = restaked()
    goRound(state, 10n)
    const dueAt = after(10n + aRound).now
    const early = { ...after(10n + aRound), now: dueAt - 1n }
    expectError(() => openRound(state, {}, early), 'RoundNotDue', { dueAt })
    openRound(state, {}, after(10n + aRound))

    const replacedAt = dueAt + lasts * secondsPerSlot
    const again = { ...early, now: replacedAt - 1n }
    expectError(() => openRound(state, {}, again), 'RoundNotDue', { dueAt: replacedAt })
    openRound(state, {}, { ...early, now: replacedAt })
  })
})
