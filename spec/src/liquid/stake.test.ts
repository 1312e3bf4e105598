import { describe, expect, test } from 'vitest'
import {
  after,
  aRound,
  assetsAt,
  enterETH,
  expectError,
  goRound,
  offer,
  payOut,
  prove,
  syncAll,
  world,
} from '../../test/liquid.ts'
import * as restaking from '../restaking/index.ts'
import { balanceOf } from '../state.ts'
import { ether, gweiToWei } from '../units.ts'
import { stake, verifyCredentials, writeOff } from './stake.ts'
import { startCheckpoint } from './startCheckpoint.ts'

function staked() {
  const state = world()
  enterETH(state, ether(200))
  offer(state, 'north', 'key')
  stake(state, { index: 'north', pubkeyRoot: 'key', assets: ether(31) }, after(0n))
  return state
}

describe('stake', () => {
  test('default: a deposit counts at par until the pod knows of it, and then there; never twice (NAV-8)', () => {
    const state = staked()
    // The operator's ether came in with it, and got shares.
    expect(assetsAt(state, 0n)).toBe(ether(202))
    expect(balanceOf(state.vault, 'nora')).toBe(ether(1))

    verifyCredentials(state, { index: 'north', pubkeyRoot: 'key' }, after(0n))
    expect(assetsAt(state, 0n)).toBe(ether(202))
    syncAll(state, 0n)
    expect(assetsAt(state, 0n)).toBe(ether(202))
  })

  test('behavior: a pod’s balance isn’t anybody’s: what was slashed stays there (NAV-8)', () => {
    const state = staked()
    payOut(state, 'north', ether(3))
    syncAll(state, 0n)
    expect(assetsAt(state, 0n)).toBe(ether(202))
  })

  test('behavior: what is written off is lost at once, and what comes of it is a gain (NAV-8)', () => {
    const state = staked()
    writeOff(state, { index: 'north', pubkeyRoot: 'key' }, after(0n))
    expect(assetsAt(state, 0n)).toBe(ether(170))

    const { restaking: layer } = state
    layer.pods.get('north')!.balance = gweiToWei(30_000_000_000n)
    restaking.startCheckpoint(layer, { owner: 'north' }, { block: 1_000n, sender: 'north' })
    goRound(state, aRound)
    expect(assetsAt(state, aRound)).toBe(ether(170))
    expect(state.vault.money.unvested).toBe(ether(30))
  })

  test('error: NotOffered, of a validator that the operator doesn’t call its own (NAV-14)', () => {
    const state = staked()
    const args = { index: 'east', pubkeyRoot: 'other', assets: ether(31) }
    offer(state, 'north', 'other')
    expectError(() => stake(state, args, after(0n)), 'NotOffered', { pubkeyRoot: 'other' })
    offer(state, 'east', 'other')
    stake(state, args, after(0n))
  })

  test('error: AmountOutOfBounds, on both sides and between gwei', () => {
    const state = staked()
    const bounds = { minimum: ether(31), maximum: ether(2_047) }
    for (const assets of [ether(31) - 1n, ether(31) + 1n, ether(2_047) + 1n])
      expectError(
        () => stake(state, { index: 'east', pubkeyRoot: 'other', assets }, after(0n)),
        'AmountOutOfBounds',
        { assets, ...bounds },
      )
  })

  test('error: CheckpointTooSoon, within an hour and with a deposit in flight (NAV-13)', () => {
    const state = staked()
    prove(state, 'north', 10n)
    const start = (now: bigint) =>
      startCheckpoint(state, { index: 'north' }, { ...after(10n), block: now, now })
    const from = after(10n).now + 3_600n
    expectError(() => start(from - 1n), 'CheckpointTooSoon', { index: 'north', from })
    start(from)
    writeOff(state, { index: 'north', pubkeyRoot: 'key' }, after(0n))
    start(from + 1n)
  })

  test('error: NotInFlight, when it has arrived', () => {
    const state = staked()
    const args = { index: 'north', pubkeyRoot: 'key' }
    verifyCredentials(state, args, after(0n))
    expectError(() => verifyCredentials(state, args, after(0n)), 'NotInFlight', {
      pubkeyRoot: 'key',
    })
    expectError(() => writeOff(state, args, after(0n)), 'NotInFlight', { pubkeyRoot: 'key' })
  })
})
