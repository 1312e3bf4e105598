import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, checkpoint, day, expectError, hour, start, world, worth } from '../../test/world.ts'
import { requestRedeem } from '../queue/requestRedeem.ts'
import { ether } from '../units.ts'
import { close } from './close.ts'
import { credit } from './credit.ts'
import { deposit } from './deposit.ts'
import { open } from './open.ts'
import { stake } from './stake.ts'
import { suspend } from './suspend.ts'

const registry = (now: bigint, value = 0n) => ({ now, sender: 'registry', value })

describe('close', () => {
  test('default: books what was found against what was accounted at the pin', () => {
    const state = world()
    stake(state, { assets: ether(96) }, registry(start))
    const execution = open(state, {}, registry(start + hour, ether(1)))
    const finished = start + hour + 60n

    const delta = close(
      state,
      { execution, outside: ether(96) + 7n, pinnedAt: start + hour - 12n },
      registry(finished),
    )

    expect(delta).toBe(ether(1) + 7n)
    expect(state.money).toMatchInlineSnapshot(`
      {
        "backing": 152000000000000000007n,
        "backingAtOpen": 151000000000000000000n,
        "deficit": 0n,
        "eligible": 0n,
        "eligibleAtOpen": 0n,
        "fees": 0n,
        "laneCapacity": 1510000000000000000n,
        "laneUsed": 0n,
        "open": false,
        "outside": 96000000000000000007n,
        "outsideAtOpen": 96000000000000000000n,
        "provenAt": 1800003588n,
        "shares": 151000000000000000000n,
        "since": 1800003660n,
        "slashing": false,
        "until": 1800289753n,
        "unvested": 1000000000000000007n,
      }
    `)
    expect(state.events.at(-1)).toMatchInlineSnapshot(`
      {
        "args": {
          "backing": 152000000000000000007n,
          "delta": 1000000000000000007n,
          "supply": 151000000000000000000n,
          "unvested": 1000000000000000007n,
        },
        "emitter": "vault",
        "name": "Booked",
      }
    `)
  })

  test('behavior: it leaves what was found, and what moved since (CKPT-1, CKPT-3)', () => {
    const amount = fc.bigInt({ min: 1_000_000n, max: ether(40) })
    fc.assert(
      fc.property(
        amount,
        amount,
        amount,
        fc.bigInt(-ether(90), ether(90)),
        (staked, entered, credited, change) => {
          const state = world()
          stake(state, { assets: staked }, registry(start))
          const execution = open(state, {}, registry(start + 12n))
          const outside = staked + change < 0n ? 0n : staked + change
          const supposed = execution + outside

          deposit(state, { assets: entered, receiver: 'carol' }, at(start + 24n))
          credit(state, { receiver: 'dave', assets: credited }, registry(start + 36n))
          stake(state, { assets: entered / 2n }, registry(start + 48n))
          const delta = close(state, { execution, outside, pinnedAt: start }, registry(start + 60n))

          expect(state.money.backing).toBe(supposed + entered + credited)
          expect(state.money.outside).toBe(outside + credited + entered / 2n)
          expect(delta).toBe(outside - staked)
        },
      ),
    )
  })

  test('behavior: nobody is worth more at once by a gain, everybody less by a loss (VEST-1, LOSS-1)', () => {
    fc.assert(
      fc.property(fc.bigInt(-ether(100), ether(100)), (delta) => {
        const state = world()
        const before = worth(state, 'alice', start)
        checkpoint(state, start, delta)
        const after = worth(state, 'alice', start)

        if (delta >= 0n) expect(after).toBe(before)
        else expect(after).toBe((before * (ether(151) + delta)) / ether(151))
      }),
    )
  })

  test('behavior: what is requested while it is open is not eligible (FIFO-6)', () => {
    const state = world()
    requestRedeem(state, { shares: 10n ** 18n, controller: 'a', owner: 'alice' }, at(start))
    const execution = open(state, {}, registry(start))
    requestRedeem(state, { shares: 3n * 10n ** 18n, controller: 'a', owner: 'alice' }, at(start))
    close(state, { execution, outside: 0n, pinnedAt: start }, registry(start))

    expect(state.money.eligible).toBe(10n ** 18n)
  })

  test('behavior: replacing an open one pins anew (CKPT-3)', () => {
    const state = world()
    open(state, {}, registry(start))
    deposit(state, { assets: ether(5), receiver: 'carol' }, at(start))
    const execution = open(state, {}, registry(start + hour))

    expect(close(state, { execution, outside: 0n, pinnedAt: start }, registry(start + day))).toBe(
      0n,
    )
  })

  test('behavior: an empty lane is filled anew, a slashing is settled', () => {
    const state = world()
    suspend(state, {}, registry(start))
    expect(state.money.slashing).toBe(true)
    checkpoint(state, start)

    expect(state.money.slashing).toBe(false)
    expect(state.money.laneCapacity).toBe(ether(151) / 100n)
  })

  test('error: NoCheckpointOpen', () => {
    const args = { execution: 0n, outside: 0n, pinnedAt: start }
    expectError(() => close(world(), args, registry(start)), 'NoCheckpointOpen', {})
  })

  test('error: OnlyRegistry', () => {
    const state = world()
    const caller = 'alice'
    const args = { execution: 0n, outside: 0n, pinnedAt: start }

    for (const call of [
      () => open(state, {}, at(start)),
      () => close(state, args, at(start)),
      () => credit(state, { receiver: 'alice', assets: 1n }, at(start)),
      () => stake(state, { assets: 1n }, at(start)),
      () => suspend(state, {}, at(start)),
    ])
      expectError(call, 'OnlyRegistry', { caller })
  })
})
