import { describe, expect, test } from 'vitest'
import {
  after,
  ask,
  enterETH,
  expectError,
  offer,
  payOut,
  prove,
  queuedBy,
  world,
} from '../../test/liquid.ts'
import { balanceOf } from '../state.ts'
import { ether, secondsPerSlot, weiPerGwei } from '../units.ts'
import { complete } from './complete.ts'
import { lay } from './lay.ts'
import { week } from './parameters.ts'
import { needed, requestWithdrawal } from './requestWithdrawal.ts'
import { stake, verifyCredentials } from './stake.ts'

const aWeek = week / secondsPerSlot
const ofBeacon = { index: 'north', asset: 'ether' }
const gwei = 1_000_000_000n

/** Of 401 ether, 33 are with a validator and 40 with another of north's; `out` are queued. */
function queued(out: bigint) {
  const state = world({ parameters: { rungBps: 2_000n } })
  enterETH(state, ether(400))
  for (const [pubkeyRoot, assets] of [
    ['small', ether(32)],
    ['large', ether(39)],
  ] as const) {
    offer(state, 'north', pubkeyRoot)
    stake(state, { index: 'north', pubkeyRoot, assets }, after(0n))
    verifyCredentials(state, { index: 'north', pubkeyRoot }, after(0n))
  }
  const lane = (ether(403) * 90n) / 10_000n
  const idle = ether(401 - 71)
  ask(state, idle - lane + out)
  lay(state, ofBeacon, after(0n))
  return state
}

function ask1(state: ReturnType<typeof queued>, pubkeyRoot: string, amount: bigint, blocks = 0n) {
  const requests = [{ pubkeyRoot, amount }]
  return requestWithdrawal(state, { index: 'north', requests }, after(blocks))
}

describe('requestWithdrawal', () => {
  test('default: a part, up to what is queued and the pod lacks (ASK-1)', () => {
    const state = queued(ether(5))
    expect(needed(state, 'north', after(0n))).toBe(ether(5))
    expect(() => ask1(state, 'large', 5n * gwei + 1n)).toThrow('NotWanted')
    expect(ask1(state, 'large', 5n * gwei)).toBe(ether(5))

    expect(needed(state, 'north', after(0n))).toBe(0n)
    expectError(() => ask1(state, 'large', 1n), 'NotWanted', { wanted: 0n, asked: weiPerGwei })
  })

  test('behavior: what has come isn’t asked for again, and what doesn’t come is, after two weeks (ASK-1)', () => {
    const state = queued(ether(5))
    ask1(state, 'large', 3n * gwei)
    expect(needed(state, 'north', after(0n))).toBe(ether(2))
    payOut(state, 'north', ether(3))
    expect(needed(state, 'north', after(0n))).toBe(ether(2))

    ask1(state, 'large', 2n * gwei)
    expect(needed(state, 'north', after(aWeek))).toBe(0n)
    expect(needed(state, 'north', after(2n * aWeek))).toBe(ether(2))
  })

  test('behavior: what a pod paid here came, too (ASK-1)', () => {
    const state = queued(ether(5))
    ask1(state, 'large', 5n * gwei)
    payOut(state, 'north', ether(5))
    const withdrawal = queuedBy(state, 'north')
    complete(state, { index: 'north', withdrawal, asTokens: true }, after(51n))
    expect(needed(state, 'north', after(51n))).toBe(0n)
    expect(state.delegators.get('north')!.paid).toBe(ether(5))
  })

  test('error: ExceedsBalance, of what leaves a validator less than 32 ether in a week (ASK-2)', () => {
    const state = queued(ether(20))
    const left = 8n * gwei
    expectError(() => ask1(state, 'large', left + 1n), 'ExceedsBalance', {
      pubkeyRoot: 'large',
      asked: left + 1n,
      left,
    })
    ask1(state, 'large', left)
    expect(() => ask1(state, 'large', 1n, aWeek - 1n)).toThrow('ExceedsBalance')
    ask1(state, 'large', gwei, aWeek)
  })

  test('error: PartTooSmall, of less than an ether, unless no more is needed (ASK-3)', () => {
    const state = queued(ether(5))
    expectError(() => ask1(state, 'large', gwei - 1n), 'PartTooSmall', {
      pubkeyRoot: 'large',
      asked: gwei - 1n,
      least: gwei,
    })
    ask1(state, 'large', 5n * gwei - 7n)
    ask1(state, 'large', 7n)
  })

  test('behavior: the whole, where a part isn’t enough, and none was asked for in a week (ASK-2)', () => {
    const state = queued(ether(5))
    expectError(() => ask1(state, 'large', 0n), 'NotWanted', {
      wanted: ether(5) as bigint,
      asked: ether(40),
    })
    const more = queued(ether(8) + 1n)
    ask1(more, 'small', gwei)
    const until = after(0n).now + week
    expectError(() => ask1(more, 'small', 0n), 'AskedLately', { pubkeyRoot: 'small', until })

    const whole = queued(ether(8) + 1n)
    expect(ask1(whole, 'large', 0n)).toBe(ether(40))
    expect(needed(whole, 'north', after(0n))).toBe(0n)
  })

  test('error: ValidatorUnfit, NoPod', () => {
    const state = queued(ether(5))
    expectError(() => ask1(state, 'unknown', 1n), 'ValidatorUnfit', { pubkeyRoot: 'unknown' })
    state.restaking.pods.delete('east')
    const none = { index: 'east', requests: [] }
    expectError(() => requestWithdrawal(state, none, after(0n)), 'NoPod', { index: 'east' })
  })

  test('error: NotArrived, while the pod would credit less than what was sent (NAV-11)', () => {
    const state = world()
    enterETH(state, ether(400))
    offer(state, 'north', 'key')
    stake(state, { index: 'north', pubkeyRoot: 'key', assets: ether(63) }, after(0n))
    const verify = (found: bigint) =>
      verifyCredentials(state, { index: 'north', pubkeyRoot: 'key', gwei: found }, after(0n))
    const least = (64n * gwei * 95n) / 100n
    expectError(() => verify(least - 1n), 'NotArrived', { pubkeyRoot: 'key' })
    verify(least)
    prove(state, 'north', 0n)
    expect(balanceOf(state.vault, 'nora')).toBe(ether(1))
  })
})
