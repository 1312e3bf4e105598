import { ether } from '@cairn/spec'
import { zeroHash } from 'viem'
import { describe, expect, test } from 'vitest'
import {
  assetOf,
  delegatorOf,
  hour,
  liquidVaultOf,
  now,
  queuedOf,
  situationOf,
} from '../../test/liquidSituations.ts'
import type { Asset, Delegator, Situation } from './observe.ts'
import { plan } from './plan.ts'
import { planCount } from './planCount.ts'
import { planHarvest } from './planHarvest.ts'
import { planLadder } from './planLadder.ts'
import { planPayment } from './planPayment.ts'
import { planDelegations, planDerisk, planLeaving } from './planRisk.ts'
import { planRoutes } from './planRoutes.ts'

const wad = 10n ** 18n
const milli = ether(1) / 1_000n
const options = {
  cadence: 24n * hour,
  patience: hour / 2n,
  minGain: 100n * milli,
  minFill: 0n,
  keepStamped: false,
  minClaim: 100n * milli,
  minWanted: 10n * milli,
  rungAt: 0n,
  minRoute: 100n * milli,
  minLot: 10n * milli,
  minFees: 10n * milli,
}
const nothing = { dues: [], lots: [] }

/** Three delegators, of whom the one with the index is as said. */
const but = (index: number, delegator: Partial<Delegator>) =>
  [0, 1, 2].map((i) => delegatorOf(i, i === index ? delegator : {}))
/** Ether, csETH and a token without a line, as said. */
const assets = (...said: Partial<Asset>[]) =>
  [{}, { queues: true }, {}].map((asset, i) => assetOf({ ...asset, ...said[i] }))

describe('the order of things', () => {
  test('a quiet day: nothing', () => {
    expect(plan(situationOf(), nothing, options)).toEqual([])
  })

  test('default: risk first, then losses, then who waits, then work', () => {
    const steps = plan(
      situationOf({
        vault: liquidVaultOf({ eligible: ether(1), idle: ether(10), stampedAt: 5_000n }),
        assets: assets({}, { waiting: ether(6), routable: ether(6), worth: ether(301) }),
        delegators: [
          delegatorOf(0, { active: 1, breaches: 1, excess: ether(2) }),
          delegatorOf(1, { delegated: false, withdrawals: [queuedOf()] }),
          delegatorOf(2, { room: [0n, ether(6), 0n] }),
        ],
      }),
      { dues: [{ index: 2, claim: claim() }], lots: [lot()] },
      options,
    )
    expect(steps.map(({ type }) => type)).toEqual([
      'derisk',
      'appraise',
      'fill',
      'complete',
      'delegate',
      'route',
      'claimRewards',
      'openAuction',
    ])
  })
})

describe('sync and appraise: losses', () => {
  const counts = (situation: Partial<Situation>) => planCount(situationOf(situation), options)

  test('what the contract names is done, and nothing is paid before', () => {
    const objection = { error: 'Unsynced', args: [2n] }
    expect(counts({ objection })).toEqual([{ type: 'sync', index: 2, round: undefined }])
    expect(counts({ objection: { error: 'Depreciated', args: [1n] } })).toEqual([
      { type: 'appraise', asset: 1 },
    ])
    const vault = liquidVaultOf({ eligible: ether(1), idle: ether(1), stampedAt: 5_000n })
    expect(planPayment(situationOf({ objection, vault }), options)).toEqual([])
  })

  test('a token whose issuer is unsound is waited for', () => {
    const objection = { error: 'IssuerUnsound', args: [zeroHash] }
    expect(counts({ objection, assets: assets({}, { worth: ether(400) }) })).toEqual([])
  })

  test('a gain is booked from the minimum on', () => {
    const gain = (wei: bigint) => counts({ assets: assets({}, { worth: ether(300) + wei }) })
    expect(gain(100n * milli)).toEqual([{ type: 'appraise', asset: 1 }])
    expect(gain(100n * milli - 1n)).toEqual([])
  })
})

describe('a round', () => {
  const rounds = (round: Partial<Situation['round']>, situation: Partial<Situation> = {}) => {
    const whole = { number: 7n, openedAt: now, missing: [], dueAt: now, ...round }
    return planCount(situationOf({ ...situation, round: whole }), options)
  }
  const opens = [{ type: 'openRound', after: 7n }]

  test('is opened once a day, to the second', () => {
    expect(rounds({ openedAt: now - options.cadence })).toEqual(opens)
    expect(rounds({ openedAt: now - options.cadence + 1n })).toEqual([])
  })

  test('not before it may be', () => {
    expect(rounds({ openedAt: now - options.cadence, dueAt: now + 1n })).toEqual([])
  })

  const payable = { idle: ether(1), provenAt: now }
  test.each([
    [
      'ether is here, and who waits was not in line before',
      { ...payable, eligible: ether(1) },
      2,
      1,
    ],
    [
      'ether is here, and the proof is too old',
      { ...payable, eligible: ether(1), provenAt: 0n },
      1,
      1,
    ],
    ['all who wait may be paid as it is', { ...payable, eligible: ether(1) }, 1, 0],
    ['there is no ether', { ...payable, idle: 0n }, 1, 0],
    ['there is less than a fill', { ...payable, idle: 10n * milli - 1n }, 1, 0],
    ['there is a fill', { ...payable, idle: 10n * milli }, 1, 1],
    ['nobody waits', payable, 0, 0],
  ])('sooner if it helps: %s', (_, vault, pending, count) => {
    const situation = { vault: liquidVaultOf(vault), pending: ether(1) * BigInt(pending) }
    expect(rounds({ openedAt: now - hour }, situation)).toHaveLength(count)
  })

  test('syncs who has no validators or whose are proven since, and after its patience everyone', () => {
    const round = { openedAt: now - 100n, missing: [0, 1, 2] }
    const delegators = [now, now - 100n, now - 101n].map((provenAt, i) =>
      delegatorOf(i, { provenAt }),
    )
    const synced = (openedAt: bigint) =>
      rounds({ ...round, openedAt }, { delegators }).map((step) => 'index' in step && step.index)
    expect(synced(now - 100n)).toEqual([0, 1])
    expect(synced(now - options.patience + 1n)).toEqual([0, 1, 2])
    const late = delegators.map((it) => ({ ...it, provenAt: 0n }))
    const waits = (openedAt: bigint) => rounds({ ...round, openedAt }, { delegators: late }).length
    expect(waits(now - options.patience)).toBe(3)
    expect(waits(now - options.patience + 1n)).toBe(0)
  })

  test('is replaced when what it would prove is too old to pay by', () => {
    const { freshFor } = liquidVaultOf().parameters
    const left = (age: bigint) => rounds({ openedAt: now - age, missing: [1] })
    expect(left(freshFor + 1n)).toEqual(opens)
    expect(left(freshFor)).toEqual([{ type: 'sync', index: 1, round: 7n }])
  })
})

describe('fill and check', () => {
  const pays = (vault: Partial<Situation['vault']>, given: Partial<typeof options> = {}) =>
    planPayment(situationOf({ vault: liquidVaultOf(vault) }), { ...options, ...given }).map(
      ({ type }) => type,
    )
  const ready = { eligible: ether(1), idle: ether(10) }

  test('a stamp has to hold for two more blocks, or it is renewed first', () => {
    expect(pays({ ...ready, stampedAt: 4_994n })).toEqual(['fill'])
    expect(pays({ ...ready, stampedAt: 4_993n })).toEqual(['check'])
    expect(pays({ ...ready, stampedAt: 5_000n, stampFor: 1n })).toEqual(['fill'])
  })

  test('without anybody to fill, only if it is to be kept', () => {
    expect(pays({ stampedAt: 0n })).toEqual([])
    expect(pays({ stampedAt: 0n }, { keepStamped: true })).toEqual(['check'])
    expect(pays({ stampedAt: 5_000n }, { keepStamped: true })).toEqual([])
  })
})

describe('derisk', () => {
  const takes = (delegator: Partial<Delegator>) =>
    planDerisk(situationOf({ delegators: but(1, { active: 1, breaches: 1, ...delegator }) }))

  test('from where most is', () => {
    const free = [ether(1), ether(3), ether(2)]
    expect(takes({ excess: ether(2), free })).toEqual([
      { type: 'derisk', index: 1, asset: 1, excess: ether(2) },
    ])
  })

  test.each([
    ['nothing is in excess', { excess: 0n }, 0],
    ['a tenth of an ether', { excess: 100n * milli }, 1],
    ['less', { excess: 100n * milli - 1n }, 0],
    ['all there is', { excess: ether(1), free: [0n, 1n, 0n] }, 1],
    ['nothing is left', { excess: ether(1), free: [0n, 0n, 0n] }, 0],
  ])('%s', (_, delegator, count) => expect(takes(delegator)).toHaveLength(count))

  test('with 32 withdrawals queued, only a 32nd of what is there or more', () => {
    const withdrawals = Array.from({ length: 32 }, () => queuedOf())
    const free = [ether(16), ether(8), ether(8)]
    const takesOf = (excess: bigint, count: number) =>
      takes({ excess, free, withdrawals: withdrawals.slice(0, count) }).length
    expect(takesOf(ether(1), 32)).toBe(1)
    expect(takesOf(ether(1) - 1n, 32)).toBe(0)
    expect(takesOf(ether(1) - 1n, 31)).toBe(1)
  })
})

describe('delegate', () => {
  const goes = (delegator: Partial<Delegator>) =>
    planDelegations(situationOf({ delegators: but(2, { delegated: false, ...delegator }) }))
  const roots = (length: number) => Array.from({ length }, () => queuedOf())

  test.each([
    ['who was put out', {}, 1],
    ['not who is there', { delegated: true }, 0],
    [
      'not where somebody has to sign',
      { approver: '0x0000000000000000000000000000000000000001' },
      0,
    ],
    ['not to an operator in breach', { active: 1, breaches: 1 }, 0],
    ['though others’ losses closed it', { active: 0, breaches: 1 }, 1],
    ['to an operator of whom a hundredth is left', { magnitudes: [wad, wad / 100n, wad] }, 1],
    ['not to one of whom less is left', { magnitudes: [wad, wad / 100n - 1n, wad] }, 0],
    ['with seven withdrawals queued', { withdrawals: roots(7) }, 1],
    ['not with eight', { withdrawals: roots(8) }, 0],
  ] as const)('%s', (_, delegator, count) => {
    expect(goes(delegator as Partial<Delegator>)).toHaveLength(count)
  })
})

describe('undelegate', () => {
  const leaves = (delegator: Partial<Delegator>) =>
    planLeaving(situationOf({ delegators: but(1, delegator) }))

  test.each([
    [
      'from an operator of whose ether less than a hundredth is left',
      [wad / 100n - 1n, wad, wad],
      1,
    ],
    ['not while a hundredth is', [wad / 100n, wad, wad], 0],
    ['not for a token’s sake', [wad, 0n, wad], 0],
  ])('%s', (_, magnitudes, count) => expect(leaves({ magnitudes })).toHaveLength(count))

  test('once', () => {
    expect(leaves({ magnitudes: [0n, wad, wad], delegated: false })).toEqual([])
  })
})

describe('route', () => {
  const routes = (routable: bigint, delegators: Delegator[]) =>
    planRoutes(
      situationOf({ assets: assets({}, { waiting: routable, routable }), delegators }),
      options,
    )
  const roomy = (index: number, room: bigint, delegator: Partial<Delegator> = {}) =>
    delegatorOf(index, { room: [ether(50), room, 0n], ...delegator })

  test('to who has most room, all of it or all that waits', () => {
    expect(routes(ether(10), [roomy(0, ether(3)), roomy(1, ether(30))])).toEqual([
      { type: 'route', index: 1, asset: 1, units: ether(10) },
      { type: 'route', index: 0, asset: 1, units: ether(3) },
    ])
  })

  test.each([
    ['who is in breach', { breaches: 1 }],
    ['who is not delegated', { delegated: false }],
    [
      'who has sixteen withdrawals queued',
      { withdrawals: Array.from({ length: 16 }, () => queuedOf()) },
    ],
  ])('not to %s', (_, delegator) => {
    expect(routes(ether(10), [roomy(0, ether(3), delegator)])).toEqual([])
  })

  test('from the minimum on, and never ether', () => {
    expect(routes(ether(10), [roomy(0, 100n * milli)])).toHaveLength(1)
    expect(routes(ether(10), [roomy(0, 100n * milli - 1n)])).toEqual([])
    expect(routes(0n, [roomy(0, ether(1))])).toEqual([])
  })
})

describe('complete', () => {
  const completes = (delegator: Partial<Delegator>, shortfall = 0n) =>
    planLadder(
      situationOf({ delegators: but(0, delegator), vault: liquidVaultOf({ shortfall }) }),
      options,
    ).flatMap((step) => (step.type === 'complete' ? [step.asTokens ? 'tokens' : 'shares'] : []))
  const one = [queuedOf()]

  test('what has matured, and is one of ours', () => {
    expect(completes({ withdrawals: one })).toEqual(['shares'])
    expect(completes({ withdrawals: [queuedOf({ ready: false })] })).toEqual([])
    expect(completes({ withdrawals: [queuedOf({ asset: undefined })] })).toEqual([])
  })

  test.each([
    ['somebody waits for ether', {}, 1n],
    ['the operator is in breach', { breaches: 1 }, 0n],
    ['the operator put it out', { delegated: false, approver: '0x01' as never }, 0n],
  ])('as tokens, if %s', (_, delegator, shortfall) => {
    expect(completes({ withdrawals: one, ...delegator }, shortfall)).toEqual(['tokens'])
  })

  test('as tokens, if sixteen are queued', () => {
    const queued = (length: number) =>
      Array.from({ length }, (_, i) => queuedOf({ ready: i === 0 }))
    expect(completes({ withdrawals: queued(15) })).toEqual(['shares'])
    expect(completes({ withdrawals: queued(16) })).toEqual(['tokens'])
  })

  test('ether when a checkpoint has counted enough of it in the pod', () => {
    const withdrawals = [queuedOf({ asset: 0, shares: ether(5) })]
    expect(completes({ withdrawals, withdrawable: ether(5) }, 1n)).toEqual(['tokens'])
    expect(completes({ withdrawals, withdrawable: ether(5) - 1n }, 1n)).toEqual([])
    expect(completes({ withdrawals, withdrawable: 0n }, 0n)).toEqual(['shares'])
  })
})

describe('claim and unwind', () => {
  const ladder = (situation: Partial<Situation>) =>
    planLadder(situationOf(situation), options).map(({ type }) => type)
  const ticket = { place: 0, id: 9n, claimable: 0n, pendingShares: 0n, worth: 0n }

  test('a ticket that is filled, or filled enough', () => {
    const claims = (part: object) => ladder({ tickets: [{ ...ticket, ...part }] })
    expect(claims({ claimable: 1n })).toEqual(['claim'])
    expect(claims({ claimable: 0n })).toEqual([])
    expect(claims({ claimable: 100n * milli, pendingShares: 1n })).toEqual(['claim'])
    expect(claims({ claimable: 100n * milli - 1n, pendingShares: 1n })).toEqual([])
  })

  test('tokens that wait, for what no ticket will bring', () => {
    const unwinds = (shortfall: bigint, worth: bigint, count = 1, waiting = ether(9)) => {
      const tickets = Array.from({ length: count }, (_, place) => ({
        ...ticket,
        place,
        pendingShares: 1n,
        worth: worth / BigInt(count || 1),
      }))
      const vault = liquidVaultOf({ shortfall })
      return ladder({ vault, tickets, assets: assets({}, { waiting }, { waiting: ether(9) }) })
    }
    expect(unwinds(ether(2), ether(1))).toEqual(['unwind'])
    expect(unwinds(ether(2), ether(2) - 10n * milli)).toEqual(['unwind'])
    expect(unwinds(ether(2), ether(2) - 10n * milli + 1n)).toEqual([])
    expect(unwinds(ether(2), ether(1), 15)).toEqual(['unwind'])
    expect(unwinds(ether(2), ether(1), 16)).toEqual([])
    expect(unwinds(ether(2), ether(1), 1, 100n * milli)).toEqual(['unwind'])
    expect(unwinds(ether(2), ether(1), 1, 100n * milli - 1n)).toEqual([])
    expect(unwinds(ether(2), 0n, 0, 100n * milli - 1n)).toEqual(['unwind'])
    expect(unwinds(ether(2), 0n, 0, 10n * milli - 1n)).toEqual([])
  })
})

describe('lay', () => {
  const lays = (situation: Partial<Situation>, rungAt = 0n) =>
    planLadder(situationOf({ wanted: ether(1), ...situation }), { ...options, rungAt }).map(
      (step) => (step.type === 'lay' ? [step.index, step.asset] : step.type),
    )
  const free = (index: number, ...units: bigint[]) => delegatorOf(index, { free: units })

  test('from where most is free', () => {
    const delegators = [free(0, ether(1), ether(2), 0n), free(1, ether(3), ether(1), 0n)]
    expect(lays({ delegators })).toEqual([[1, 0]])
  })

  test('from the minimum on, once a day', () => {
    expect(lays({ wanted: 10n * milli })).toHaveLength(1)
    expect(lays({ wanted: 10n * milli - 1n })).toEqual([])
    expect(lays({}, now)).toHaveLength(1)
    expect(lays({}, now + 1n)).toEqual([])
  })

  test('not where sixteen are queued; a small rung not where eight are, crumbs only where none is', () => {
    const roots = (length: number) => Array.from({ length }, () => queuedOf({ ready: false }))
    const of = (units: bigint, count: number, wanted = ether(9)) => {
      const delegator = delegatorOf(0, { free: [units, 0n, 0n], withdrawals: roots(count) })
      return lays({ delegators: [delegator], wanted }).length
    }
    // A sixteenth of a day's rung is an ether.
    expect(of(ether(1), 15)).toBe(1)
    expect(of(ether(1), 16)).toBe(0)
    expect(of(ether(1) - 1n, 7)).toBe(1)
    expect(of(ether(1) - 1n, 8)).toBe(0)
    expect(of(ether(9), 8, ether(1))).toBe(1)
    expect(of(ether(9), 8, ether(1) - 1n)).toBe(0)
    expect(of(100n * milli, 7)).toBe(1)
    expect(of(100n * milli - 1n, 1)).toBe(0)
    expect(of(100n * milli - 1n, 0)).toBe(1)
    expect(of(0n, 0)).toBe(0)
  })

  test('what has no line of its own, only when nothing else is left to be queued', () => {
    const delegators = [free(0, 0n, 0n, ether(50))]
    const used = (left: bigint) =>
      assets(
        { units: ether(9), queued: ether(9) - left },
        { units: ether(9), queued: ether(9), booked: ether(9) },
      )
    expect(lays({ delegators, assets: used(100n * milli - 1n) })).toEqual([[0, 2]])
    expect(lays({ delegators, assets: used(100n * milli) })).toEqual([])
  })
})

describe('harvest', () => {
  const vault = liquidVaultOf()
  const harvest = (lots: ReturnType<typeof lot>[], dues = [] as never[]) =>
    planHarvest({ now, vault }, { dues, lots }, options).map(({ type }) => type)

  test('a lot from the minimum on, when the last auction is over', () => {
    expect(harvest([lot()])).toEqual(['openAuction'])
    expect(harvest([lot({ balance: ether(1) - 1n })])).toEqual([])
    expect(harvest([lot({ endsAt: now - 1n })])).toEqual(['openAuction'])
    expect(harvest([lot({ endsAt: now })])).toEqual([])
  })

  test('fees from the minimum on', () => {
    const shares = (fees: bigint) =>
      planHarvest({ now, vault: liquidVaultOf({ fees }) }, nothing, options).length
    expect(shares(10n * milli)).toBe(1)
    expect(shares(10n * milli - 1n)).toBe(0)
  })
})

function lot(lot: object = {}) {
  const token = '0x00000000000000000000000000000000000000aa' as const
  return { token, balance: ether(1), unsold: 0n, basis: 10n * milli, endsAt: 0n, ...lot }
}

function claim() {
  const earner = '0x00000000000000000000000000000000000000bb' as const
  return {
    rootIndex: 0,
    earnerIndex: 0,
    earnerTreeProof: '0x',
    earnerLeaf: { earner, earnerTokenRoot: zeroHash },
    tokenIndices: [],
    tokenTreeProofs: [],
    tokenLeaves: [],
  } as const
}
