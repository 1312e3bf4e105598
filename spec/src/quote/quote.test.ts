import { describe, expect, test } from 'vitest'
import { at, checkpoint, day, expectError, hour, start, world } from '../../test/world.ts'
import { deposit } from '../ledger/deposit.ts'
import { redeemInstant } from '../lane/redeemInstant.ts'
import { clone, queuedShares } from '../state.ts'
import { ether } from '../units.ts'
import { growthPerYear, grown } from './growth.ts'
import { laneFeeCurve } from './laneFeeCurve.ts'
import { quoteDeposit } from './quoteDeposit.ts'
import { quoteRedeem } from './quoteRedeem.ts'
import { quoteRedeemInstant } from './quoteRedeemInstant.ts'

const share = 10n ** 18n
const now = start + hour

function ready() {
  const state = world()
  checkpoint(state, start, ether(1))
  return state
}

describe('quoteDeposit', () => {
  test('default: what the deposit then mints', () => {
    const state = ready()
    const { money, parameters } = state
    const quote = quoteDeposit({ money, parameters, now, assets: ether(3) })

    expect(deposit(state, { assets: ether(3), receiver: 'carol' }, at(now))).toBe(quote.shares)
    expect(quote.worth).toBeLessThanOrEqual(ether(3))
    expect(quote.closesAt).toBe(start - 12n + 2n * day)
  })

  test('error: Stale, as the deposit would be', () => {
    const { money, parameters } = ready()
    const late = start + 2n * day
    expectError(() => quoteDeposit({ money, parameters, now: late, assets: 1n }), 'Stale', {
      provenAt: start - 12n,
      staleAt: start - 12n + 2n * day,
    })
  })
})

describe('quoteRedeemInstant', () => {
  test('default: what the lane then pays (LANE-2)', () => {
    const state = ready()
    const { money, parameters } = state
    const { assets, gross, fee, nextFeeBps } = quoteRedeemInstant({
      money,
      parameters,
      now,
      shares: share,
    })

    expect(assets).toBe(gross - fee)
    expect(nextFeeBps).toMatchInlineSnapshot(`134n`)
    expect(
      redeemInstant(clone(state), { shares: share, receiver: 'a', owner: 'alice' }, at(now)),
    ).toBe(assets)
  })
})

describe('laneFeeCurve', () => {
  test('default: rises from the least price to the greatest', () => {
    const { money, parameters } = ready()
    const curve = laneFeeCurve({ money, parameters, points: 4 })

    expect(curve.map(({ marginalBps }) => marginalBps)).toEqual([5n, 53n, 102n, 151n, 200n])
    expect(curve.map(({ gross }) => gross * 4n)).toEqual(
      [0n, 1n, 2n, 3n, 4n].map((n) => n * money.laneCapacity),
    )
    expect(curve.at(-1)!.fee).toBe((money.laneCapacity * 205n) / 20_000n)
  })

  test('behavior: an empty bucket has a flat curve', () => {
    const { money, parameters } = world()
    expect(laneFeeCurve({ money, parameters, points: 2 }).map(({ fee }) => fee)).toEqual([
      0n,
      0n,
      0n,
    ])
  })
})

describe('quoteRedeem', () => {
  const inputs = {
    dueAt: start + 6n * hour,
    checkpointInterval: 6n * hour,
    proofDelay: 600n,
    arriving: 0n,
    arrivingAt: 0n,
    exitDelay: 5n * day,
    growthPerYear: 3n * 10n ** 16n,
  }
  const quote = (over: object = {}, state = ready()) => {
    const { money, parameters, queue } = state
    const ahead = queuedShares(queue)
    return quoteRedeem({ money, parameters, now, shares: share, ahead, ...inputs, ...over })
  }

  test('default: with idle ether, after the next checkpoint that opens', () => {
    const { worth, instant, queue } = quote()

    expect(queue).toMatchObject({ at: start + 6n * hour + 600n, missing: 0n, source: 'idle' })
    expect(instant).toMatchObject({ type: 'open', at: now })
    expect(queue.assets).toBeGreaterThan(worth)
  })

  test('behavior: withdrawals that are on their way come with the checkpoint after they arrive', () => {
    const state = ready()
    state.money.outside = state.money.backing
    const { queue } = quote({ arriving: ether(5), arrivingAt: start + 7n * hour }, state)

    expect(queue).toMatchObject({ at: start + 12n * hour + 600n, source: 'withdrawals' })
    expect(queue.missing).toBe(quote({}, state).worth)
  })

  test('behavior: else validators have to be asked, and that takes what it takes', () => {
    const state = ready()
    state.money.outside = state.money.backing
    const { queue } = quote({}, state)

    expect(queue.source).toBe('exits')
    expect(queue.at).toBeGreaterThanOrEqual(now + 5n * day)
    expect(queue.at).toBeLessThanOrEqual(now + 5n * day + 6n * hour + 600n)
  })

  test('behavior: a closed lane says why, and a request that is too small how much is enough', () => {
    const { instant, queue } = quote({ shares: 1n }, world())

    expect(instant).toMatchObject({ type: 'closed', error: { name: 'LaneExhausted' } })
    expect(queue.minimum).toBe(10n ** 16n)
  })
})

describe('growth', () => {
  const year = 31_557_600n

  test('default: a share that earned 3 % in a year earns 3 % a year', () => {
    const from = { at: 0n, assets: 100n * share, supply: 100n * share }
    const to = { at: year, assets: 206n * share, supply: 200n * share }

    expect(growthPerYear(from, to)).toBe(3n * 10n ** 16n)
    expect(grown(ether(100), 3n * 10n ** 16n, year)).toBe(ether(103))
  })

  test('behavior: a loss shrinks, no time grows nothing, and nothing is worth less than nothing', () => {
    const from = { at: 0n, assets: 100n, supply: 100n }
    expect(growthPerYear(from, { at: year / 2n, assets: 99n, supply: 100n })).toBe(-2n * 10n ** 16n)
    expect(growthPerYear(from, { ...from, assets: 200n })).toBe(0n)
    expect(grown(100n, -3n * 10n ** 18n, year)).toBe(0n)
  })
})
