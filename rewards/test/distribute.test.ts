import { describe, expect, test } from 'vitest'
import { compute } from '../src/distribute/compute.ts'
import type { Happening, Submission } from '../src/history/events.ts'
import { secondsPerDay } from '../src/units.ts'
import {
  address,
  avs,
  hash,
  operators,
  sets,
  stakers,
  strategies,
  toEvents,
  tokens,
} from './worlds.ts'

const [one, two] = operators
const [alice, bob, carol] = stakers
const [strategy, second] = strategies
const [token] = tokens
const set = sets[0]!

type Told = Happening & { time: number }
type Terms<S = Submission> = S extends Submission
  ? Omit<S, 'hash' | 'avs' | 'token' | 'strategies' | 'start' | 'days'>
  : never

const submitted = (terms: Terms, { start = 2, days = 2, number = 0 } = {}): Told => ({
  time: terms.kind.startsWith('operatorDirected') ? (start + days) * secondsPerDay + 1 : 1,
  type: 'submission',
  submission: {
    hash: hash(number),
    avs,
    token,
    strategies: [{ strategy, multiplier: 3n }],
    start,
    days,
    ...terms,
  } as Submission,
})

const joined = (operator: typeof one, time = 0, member = true): Told => ({
  time,
  type: 'membership',
  operator,
  set,
  member,
})
const included: Told = { time: 0, type: 'setStrategy', strategy, set, included: true }
const staked = (staker: typeof alice, operator: typeof one, shares: bigint): Told[] => [
  { time: 0, type: 'delegation', staker, operator },
  { time: 0, type: 'shares', staker, strategy, delta: shares },
  { time: 0, type: 'operatorShares', operator, strategy, delta: shares },
]
const allocated = (operator: typeof one, magnitude: bigint): Told => ({
  time: 0,
  type: 'allocation',
  operator,
  set,
  strategy,
  magnitude,
  effectBlock: 0n,
  effectTime: 0,
})

/** Both operators in the set; alice with 300 and bob with 100 at the first, carol with 600 at the second; splits of 10 %. */
const world = [
  included,
  joined(one),
  joined(two),
  ...staked(alice, one, 300n),
  ...staked(bob, one, 100n),
  ...staked(carol, two, 600n),
]

function earned(told: readonly Told[], end = 10) {
  const { earnings, accounts } = compute(toEvents(told), { end })
  const of = (who: typeof alice) => earnings.get(who)?.get(token)
  return {
    one: of(one),
    two: of(two),
    alice: of(alice),
    bob: of(bob),
    carol: of(carol),
    avs: of(avs),
    paid: accounts[0]?.paid ?? 0n,
  }
}

describe('by stake', () => {
  const amount = 2_000n

  test.each(['avs', 'allEarners'] as const)('EARN-1: %s is one pool over all stakers', (kind) => {
    // 1,000 a day: alice 300, bob 100, carol 600; a tenth of each is their operators'.
    expect(earned([...world, submitted({ kind, amount })])).toEqual({
      one: 80n,
      two: 120n,
      alice: 540n,
      bob: 180n,
      carol: 1080n,
      avs: undefined,
      paid: 2000n,
    })
  })

  test('EARN-1: allStakers asks for no operator, and leaves it nothing', () => {
    const alone: Told = { time: 0, type: 'shares', staker: address(0x99), strategy, delta: 1000n }
    expect(earned([...world, alone, submitted({ kind: 'allStakers', amount })])).toEqual({
      one: undefined,
      two: undefined,
      alice: 300n,
      bob: 100n,
      carol: 600n,
      avs: undefined,
      paid: 2000n,
    })
  })

  test('EARN-1: a service pays for what its sets count, and only to those in one', () => {
    const other = submitted({ kind: 'avs', amount })
    const ofSecond = { ...world[0]!, strategy: second } as Told
    expect(earned([ofSecond, ...world.slice(1), other]).paid).toBe(0n)
    expect(earned([...world, joined(two, 5, false), other])).toMatchObject({
      one: 200n,
      two: undefined,
      carol: undefined,
    })
  })

  test('EARN-1: incentives have a split of their own', () => {
    const split: Told = {
      time: 0,
      type: 'split',
      operator: one,
      of: 'incentives',
      bips: 5000,
      activatedAt: 0,
    }
    expect(earned([...world, split, submitted({ kind: 'allEarners', amount })])).toMatchObject({
      one: 400n,
      alice: 300n,
    })
    expect(earned([...world, split, submitted({ kind: 'avs', amount })])).toMatchObject({
      one: 80n,
    })
  })
})

describe('by stake in a set', () => {
  const amount = 2_000n

  test('EARN-1: total stake is shared among operators, then among their stakers', () => {
    expect(earned([...world, submitted({ kind: 'totalStake', set, amount })])).toEqual({
      one: 80n,
      two: 120n,
      alice: 540n,
      bob: 180n,
      carol: 1080n,
      avs: undefined,
      paid: 2000n,
    })
  })

  test('EARN-1: unique stake is what the set could slash', () => {
    // A half of 400 against a sixth of 600: 200 to 100.
    const half = allocated(one, 5n * 10n ** 17n)
    const sixth = allocated(two, 10n ** 18n / 6n + 1n)
    expect(
      earned([...world, half, sixth, submitted({ kind: 'uniqueStake', set, amount: 600n })]),
    ).toEqual({
      one: 40n,
      two: 20n,
      alice: 270n,
      bob: 90n,
      carol: 180n,
      avs: undefined,
      paid: 600n,
    })
    expect(earned([...world, half, submitted({ kind: 'uniqueStake', set, amount })])).toMatchObject(
      { one: 200n, carol: undefined },
    )
  })

  test('EARN-1: a day with nobody to pay is given back', () => {
    const terms = submitted({ kind: 'totalStake', set, amount })
    expect(earned([terms])).toMatchObject({ avs: 2000n, paid: 2000n })
    expect(
      earned([
        ...world,
        joined(one, 3 * secondsPerDay, false),
        joined(two, 3 * secondsPerDay, false),
        terms,
      ]),
    ).toMatchObject({ avs: 2000n })
    expect(
      earned([
        ...world,
        joined(one, 4 * secondsPerDay, false),
        joined(two, 4 * secondsPerDay, false),
        terms,
      ]),
    ).toMatchObject({ avs: 1000n, carol: 540n })
  })
})

describe('operator by operator', () => {
  const rewards = [
    { operator: one, amount: 1_000n },
    { operator: two, amount: 501n },
  ]
  const directed = (kind: 'operatorDirectedAvs' | 'operatorDirectedSet') =>
    submitted({ kind, set, rewards } as Terms)

  test.each(['operatorDirectedAvs', 'operatorDirectedSet'] as const)(
    'EARN-1: %s gives each its own, in equal parts of its days',
    (kind) => {
      // 500 a day to the first, 250 to the second; its 501st unit is dust.
      expect(earned([...world, directed(kind)])).toEqual({
        one: 100n,
        two: 50n,
        alice: 674n,
        bob: 224n,
        carol: 450n,
        avs: undefined,
        paid: 1498n,
      })
    },
  )

  test('EARN-1: who was there for one day of two is paid all of it for that day', () => {
    expect(
      earned([...world, joined(two, 4 * secondsPerDay, false), directed('operatorDirectedSet')]),
    ).toMatchObject({
      two: 50n,
      carol: 451n,
      avs: undefined,
    })
  })

  test('EARN-2: nobody is paid and refunded, though all leave before the end and it is computed every day', () => {
    const told = [
      ...world,
      joined(one, 4 * secondsPerDay, false),
      joined(two, 4 * secondsPerDay, false),
      directed('operatorDirectedAvs'),
    ]
    for (let end = 1; end < 10; end++) expect(earned(told, end).paid <= 1501n).toBe(true)
    expect(earned(told)).toMatchObject({ avs: undefined, one: 100n, two: 50n })
  })

  test('EARN-1: what was for one who was never there is given back', () => {
    expect(
      earned([...world, joined(two, 5, false), directed('operatorDirectedAvs')]),
    ).toMatchObject({ avs: 500n, two: undefined })
  })

  test('EARN-1: equal refunds of one day are two', () => {
    const equal = [one, two].map((operator) => ({ operator, amount: 700n }))
    const nobody = submitted({ kind: 'operatorDirectedSet', set, rewards: equal })
    expect(earned([nobody])).toMatchObject({ avs: 1400n, paid: 1400n })
  })

  test('EARN-1: where the set counts none of the strategies, the stakers’ part is given back', () => {
    expect(earned([...world.slice(1), directed('operatorDirectedSet')])).toEqual({
      one: 100n,
      two: 50n,
      alice: undefined,
      bob: undefined,
      carol: undefined,
      avs: 1350n,
      paid: 1500n,
    })
    expect(earned([...world.slice(1), directed('operatorDirectedAvs')])).toMatchObject({
      alice: 674n,
    })
  })

  test('EARN-1: none is paid before all of its days are over', () => {
    const early = { ...directed('operatorDirectedAvs'), time: 1 }
    expect(earned([...world, early], 3).paid).toBe(0n)
    expect(earned([...world, early], 4).paid).toBe(1498n)
  })
})
