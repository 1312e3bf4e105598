import type { Address, Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import { type Arithmetic, exact } from '../src/arithmetic/exact.ts'
import { numeric } from '../src/arithmetic/numeric.ts'
import { compute, type Row } from '../src/distribute/compute.ts'
import type { Happening, RewardEvent, Submission } from '../src/history/events.ts'
import { buildTree } from '../src/tree/buildTree.ts'
import { dayOf, lower } from '../src/units.ts'

// One service with one set, two operators, three stakers, one submission of every kind that is paid to them, and the rows that
// EigenLayer's own pipeline gave for it.

const address = (byte: string) => `0x${byte.repeat(20)}` as Address
const [avs, token] = [address('aa'), address('ee')]
const [O1, O2] = [address('01'), address('02')]
const [S1, S2, S3] = [address('51'), address('52'), address('53')]
const [Y1, Y2] = [address('d1'), address('d2')]
const set = { avs, id: 0 }
const at = (text: string) => Date.parse(`${text}Z`) / 1000
const day = (text: string) => dayOf(at(`${text}T00:00`))
const hash = (n: number) => `0x${`0${n}`.repeat(32)}` as Hex

const strategies = [
  { strategy: Y1, multiplier: 10n ** 18n },
  { strategy: Y2, multiplier: 2n * 10n ** 18n },
]
type Terms<S = Submission> = S extends Submission
  ? Omit<S, 'hash' | 'avs' | 'token' | 'strategies' | 'start' | 'days'>
  : never

const by = (n: number, text: string, days: number, rest: Terms) => ({
  time: at(text),
  type: 'submission',
  submission: { hash: hash(n), avs, token, strategies, start: day('2026-04-02'), days, ...rest },
})
const rewards = [
  { operator: O1, amount: 100000000000000000003n },
  { operator: O2, amount: 50000000000000000000n },
]
const held = (staker: Address, operator: Address, strategy: Address, delta: bigint) => [
  { type: 'shares', staker, strategy, delta },
  { type: 'operatorShares', operator, strategy, delta },
]
const allocated = (operator: Address, strategy: Address, magnitude: bigint) => ({
  type: 'allocation',
  operator,
  set,
  strategy,
  magnitude,
  effectBlock: 1n,
  effectTime: at('2026-04-01T12:00'),
})

const events = [
  ...[
    ...[O1, O2].map((operator) => ({ type: 'membership', operator, set, member: true })),
    ...[Y1, Y2].map((strategy) => ({ type: 'setStrategy', strategy, set, included: true })),
    ...[S1, S2].map((staker) => ({ type: 'delegation', staker, operator: O1 })),
    { type: 'delegation', staker: S3, operator: O2 },
    ...held(S1, O1, Y1, 1234567890123456789n),
    ...held(S1, O1, Y2, 5000000000000000000n),
    ...held(S2, O1, Y1, 3000000000000000007n),
    ...held(S3, O2, Y2, 777777777777777777777n),
    allocated(O1, Y1, 5n * 10n ** 17n),
    allocated(O1, Y2, 10n ** 18n),
    allocated(O2, Y2, 3n * 10n ** 17n),
    { type: 'maxMagnitude', operator: O2, strategy: Y2, magnitude: 9n * 10n ** 17n },
  ].map((event) => ({ time: at('2026-04-01T12:00'), ...event })),
  by(1, '2026-04-02T12:00', 3, { kind: 'avs', amount: 1000000000000000000001n }),
  by(2, '2026-04-02T12:00', 3, { kind: 'allEarners', amount: 500000000000000000002n }),
  by(5, '2026-04-02T12:00', 3, { kind: 'uniqueStake', set, amount: 300000000000000000007n }),
  by(6, '2026-04-02T12:00', 3, { kind: 'totalStake', set, amount: 300000000000000000007n }),
  {
    time: at('2026-04-03T06:00'),
    type: 'split',
    operator: O1,
    of: avs,
    bips: 2500,
    activatedAt: at('2026-04-03T12:00'),
  },
  by(3, '2026-04-04T12:00', 2, { kind: 'operatorDirectedAvs', rewards }),
  by(4, '2026-04-04T12:00', 2, { kind: 'operatorDirectedSet', set, rewards }),
].map((event, logIndex) => ({
  block: 1n,
  logIndex,
  ...(event as Happening & { time: number }),
})) satisfies RewardEvent[]

/** By submission and day: O1, O2, S1, S2, S3. */
const published: Record<string, readonly bigint[]> = {
  'h1 04-03': [
    302260531042133333n,
    33031072802291133333n,
    2147019730025400000n,
    573325049353800000n,
    297279655220620200000n,
  ],
  'h1 04-04': [
    755651327605333333n,
    33031072802291133333n,
    1789183108354500000n,
    477770874461500000n,
    297279655220620200000n,
  ],
  'h2 04-03': [
    151130265521066667n,
    16515536401145566667n,
    1073509865012700000n,
    286662524676899999n,
    148639827610310099999n,
  ],
  'h3 04-03': [
    5000000000000000000n,
    2500000000000000000n,
    35516045092336875001n,
    9483954907663080000n,
    22500000000000000000n,
  ],
  'h3 04-04': [
    12500000000000000001n,
    2500000000000000000n,
    29596704243614062500n,
    7903295756385900000n,
    22500000000000000000n,
  ],
  'h5 04-03': [
    228354059202279105n,
    9771645940797720896n,
    1800774751004740942n,
    254411781815768942n,
    87944813467179488061n,
  ],
  'h6 04-03': [
    90678159312651769n,
    9909321840687348232n,
    644105919007649429n,
    171997514806215672n,
    89183896566186134083n,
  ],
}
published['h1 04-05'] = published['h1 04-04']!
published['h2 04-04'] = published['h2 04-05'] = published['h2 04-03']!
published['h4 04-03'] = published['h4 04-04'] = published['h3 04-03']!
published['h5 04-04'] = published['h5 04-05'] = published['h5 04-03']!
published['h6 04-04'] = published['h6 04-05'] = published['h6 04-03']!

const end = day('2026-04-06')
const budget =
  1000000000000000000001n +
  500000000000000000002n +
  2n * (100000000000000000003n + 50000000000000000000n) +
  2n * 300000000000000000007n

function computed(arithmetic: Arithmetic) {
  const rows: Record<string, bigint[]> = {}
  const onRow = ({ hash, day, earner, amount }: Row) => {
    const date = new Date(day * 86_400_000).toISOString().slice(5, 10)
    const key = `h${hash[3]} ${date}`
    rows[key] ??= [0n, 0n, 0n, 0n, 0n]
    rows[key][[O1, O2, S1, S2, S3].indexOf(earner)]! += amount
  }
  return { rows, ...compute(events, { end, arithmetic, onRow }) }
}

describe('the published world', () => {
  test('EARN-1: with their arithmetic every row and the root are theirs', () => {
    const { rows, earnings } = computed(numeric)

    expect(rows).toEqual(published)
    expect([O1, O2, S1, S2, S3].map((earner) => earnings.get(earner)!.get(token))).toEqual([
      30724050638360792623n,
      217682730954765307384n,
      152425397072434358616n,
      40023242741548593839n,
      1959144578592887766429n,
    ])
    expect(buildTree(earnings).root).toBe(
      '0xf8d87f323836184ed054207cda4585bbfd3aae7a29fda18481059f6a6ef96739',
    )
  })

  test('EARN-1: rounding down once differs from theirs by what their cutting and rounding takes', () => {
    const { rows } = computed(exact)

    expect(Object.keys(rows).sort()).toEqual(Object.keys(published).sort())
    for (const [key, row] of Object.entries(rows))
      for (const [i, amount] of row.entries()) {
        // Fifteen decimals of the pool, and a unit or two for each of the divisions; two stakers for an operator.
        const pool = row.reduce((sum, one) => sum + one, 0n)
        const difference = amount - published[key]![i]!
        expect(difference >= -4n, `${key} ${i}`).toBe(true)
        expect(difference <= (2n * pool) / 10n ** 15n + 4n, `${key} ${i}`).toBe(true)
      }
  })

  test('EARN-2: rounding down once pays no more than was handed in', () => {
    const { accounts } = computed(exact)

    const paid = accounts.reduce((sum, account) => sum + account.paid, 0n)
    expect(paid).toBeLessThanOrEqual(budget)
    expect(budget - paid).toBeLessThan(100n)
  })
})

test('addresses sort as they count', () => {
  expect(lower('0xAb00000000000000000000000000000000000000')).toBe(`0xab${'0'.repeat(38)}`)
})
