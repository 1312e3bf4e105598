import fc from 'fast-check'
import type { Address, Hex } from 'viem'
import type { Happening, RewardEvent, Submission } from '../src/history/events.ts'
import { secondsPerDay } from '../src/units.ts'

export const address = (number: number) => `0x${number.toString(16).padStart(40, '0')}` as Address
export const hash = (number: number) => `0x${number.toString(16).padStart(64, '0')}` as Hex

export const [operators, stakers, strategies, tokens] = [
  [address(0x10), address(0x11)],
  [address(0x20), address(0x21), address(0x22), address(0x10)],
  [address(0x30), address(0x31)],
  [address(0x40), address(0x41)],
] as const
export const avs = address(0x50)
export const sets = [
  { avs, id: 0 },
  { avs, id: 1 },
]

/** Days that histories are about, counted from the epoch: long enough for a window to begin and end within. */
export const lastDay = 12

/** Puts what happened at `time` into the chain's order. */
export const toEvents = (happened: readonly (Happening & { time: number })[]): RewardEvent[] =>
  happened
    .map((event, place) => ({ event, place }))
    .sort((x, y) => x.event.time - y.event.time || x.place - y.place)
    .map(({ event }, i) => ({ ...event, block: BigInt(i), logIndex: 0 }))

const of = <T>(all: readonly T[]) => fc.constantFrom(...all)
const shares = fc.bigInt(-(10n ** 19n), 10n ** 21n)
const magnitude = fc.bigInt(0n, 10n ** 18n)

// Midnights, the seconds beside them, and anything between.
const time = fc.oneof(
  fc
    .tuple(fc.integer({ min: 0, max: lastDay }), fc.integer({ min: -1, max: 1 }))
    .map(([day, off]) => Math.max(day * secondsPerDay + off, 0)),
  fc.integer({ min: 0, max: lastDay * secondsPerDay }),
)

// Until what was decided takes effect: at once, in a day, or any time.
const delay = fc.oneof(of([0, secondsPerDay]), fc.integer({ min: 0, max: 3 * secondsPerDay }))

type Kinds = { [type in Happening['type']]: Extract<Happening, { type: type }> }

function told<const type extends keyof Kinds>(
  type: type,
  fields: { [name in Exclude<keyof Kinds[type], 'type'>]: fc.Arbitrary<Kinds[type][name]> },
) {
  return fc.record({ type: fc.constant(type), ...fields }) as unknown as fc.Arbitrary<Kinds[type]>
}

const operator = of(operators)
const strategy = of(strategies)
const set = of(sets)
const mostly = of([true, true, true, false])
const bips = fc.integer({ min: 0, max: 10_000 })

const often = [
  told('shares', { staker: of(stakers), strategy, delta: shares }),
  told('operatorShares', { operator, strategy, delta: shares }),
  told('delegation', {
    staker: of(stakers),
    operator: of([...operators, ...operators, undefined]),
  }),
  told('membership', { operator, set, member: mostly }),
  told('setStrategy', { strategy, set, included: mostly }),
  told('allocation', {
    operator,
    set,
    strategy,
    magnitude,
    effectBlock: fc.constant(0n),
    effectTime: delay,
  }),
]

const seldom = [
  told('maxMagnitude', { operator, strategy, magnitude }),
  told('slash', {
    operator,
    strategies: fc.constant(strategies),
    wads: fc.tuple(magnitude, magnitude),
  }),
  told('beaconSlash', { staker: of(stakers), wad: magnitude }),
  told('split', {
    operator,
    of: of([avs, ...sets, 'incentives' as const]),
    bips,
    activatedAt: delay,
  }),
  told('defaultSplit', { bips }),
]

const happening = fc
  .tuple(time, fc.oneof(...[...often, ...often, ...seldom]))
  .map(([time, event]): Happening & { time: number } => {
    // What takes effect later does so after it was decided.
    if (event.type === 'allocation') return { ...event, time, effectTime: time + event.effectTime! }
    if (event.type === 'split') return { ...event, time, activatedAt: time + event.activatedAt }
    return { ...event, time }
  })

/** Something to pay for from the first day on. */
const beginning: (Happening & { time: number })[] = [
  ...operators.map((operator) => ({
    type: 'membership' as const,
    operator,
    set: sets[0]!,
    member: true,
  })),
  ...strategies.map((strategy) => ({
    type: 'setStrategy' as const,
    strategy,
    set: sets[0]!,
    included: true,
  })),
  ...operators.flatMap((operator) =>
    strategies.flatMap((strategy): Happening[] => [
      { type: 'operatorShares', operator, strategy, delta: 10n ** 21n },
      {
        type: 'allocation',
        operator,
        set: sets[0]!,
        strategy,
        magnitude: 10n ** 17n,
        effectBlock: 0n,
        effectTime: 0,
      },
    ]),
  ),
  ...stakers.flatMap((staker, i): Happening[] => [
    { type: 'delegation', staker, operator: operators[i % 2]! },
    { type: 'shares', staker, strategy: strategies[i % 2]!, delta: 10n ** 21n / BigInt(i + 3) },
  ]),
].map((event) => ({ ...event, time: 0 }))

/** As the coordinator admits them: those by operator only when their days are over. */
const submission = fc
  .record({
    kind: of([
      'avs',
      'allEarners',
      'allStakers',
      'uniqueStake',
      'totalStake',
      'operatorDirectedAvs',
      'operatorDirectedSet',
    ] as const),
    token: of(tokens),
    set: of(sets),
    start: fc.integer({ min: 0, max: 6 }),
    days: fc.integer({ min: 1, max: 5 }),
    amounts: fc.tuple(fc.bigInt(1n, 10n ** 30n), fc.bigInt(1n, 10n ** 30n)),
    multipliers: fc.tuple(fc.bigInt(0n, 2n ** 96n - 1n), fc.bigInt(1n, 2n ** 96n - 1n)),
    late: fc.integer({ min: 1, max: 2 * secondsPerDay }),
  })
  .map(({ kind, token, set, start, days, amounts, multipliers, late }) => {
    const terms = {
      avs,
      token,
      start,
      days,
      strategies: strategies.map((strategy, i) => ({ strategy, multiplier: multipliers[i]! })),
    }
    const rewards = operators.map((operator, i) => ({ operator, amount: amounts[i]! }))
    const directed = kind === 'operatorDirectedAvs' || kind === 'operatorDirectedSet'
    const time = (start + (directed ? days : 0)) * secondsPerDay + late
    const details = directed ? { kind, set, rewards } : { kind, set, amount: amounts[0] }
    return { time, submission: { ...terms, ...details } as Omit<Submission, 'hash'> }
  })

export const history = fc
  .tuple(
    fc.boolean(),
    fc.array(happening, { maxLength: 60, size: 'max' }),
    fc.array(submission, { minLength: 1, maxLength: 6, size: 'max' }),
  )
  .map(([begun, happened, submitted]) =>
    toEvents([
      ...(begun ? beginning : []),
      ...happened,
      ...submitted.map(({ time, submission }, i) => ({
        time,
        type: 'submission' as const,
        submission: { ...submission, hash: hash(i) } as Submission,
      })),
    ]),
  )
