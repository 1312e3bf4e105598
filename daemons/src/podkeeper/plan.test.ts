import { farFutureEpoch } from '@cairn/beacon'
import { ether } from '@cairn/spec'
import { zeroHash } from 'viem'
import { describe, expect, test } from 'vitest'
import {
  groundOf,
  hour,
  now,
  podOf,
  type TenantLike,
  tenantOf,
  vacant,
} from '../../test/liquidSituations.ts'
import { eth } from '../../test/situations.ts'
import { halve } from './halve.ts'
import type { Ground, Pod } from './observe.ts'
import { planLook, planPods, planProofs, type Step, wantsLook } from './plan.ts'
import type { Tenant } from './survey.ts'

const options = {
  cadence: 24n * hour,
  minUnproven: ether(1),
  maxStake: ether(2_047),
  minAsked: ether(1) / 10n,
}
const types = (steps: readonly Step[]) => steps.map(({ type }) => type)

describe('createPod, startCheckpoint', () => {
  const begins = (pod: Partial<Pod>, ground: Partial<Ground> = {}) =>
    types(planPods(groundOf({ pods: [podOf(0, pod)], ...ground }), options))

  test('a pod that isn’t there is made', () => {
    expect(begins({ address: undefined })).toEqual(['createPod'])
  })

  test('once a day, to the second, if there are validators', () => {
    expect(begins({ provenAt: now - options.cadence })).toEqual(['startCheckpoint'])
    expect(begins({ provenAt: now - options.cadence + 1n })).toEqual([])
    expect(begins({ provenAt: 0n, validators: 0 })).toEqual([])
  })

  test('when a round asks for it, unless it was proven since the round began', () => {
    const round = { openedAt: now - 100n, missing: [0] }
    expect(begins({ provenAt: now - 101n }, { round })).toEqual(['startCheckpoint'])
    expect(begins({ provenAt: now - 100n }, { round })).toEqual([])
    expect(begins({ provenAt: now - 101n }, { round: { ...round, missing: [1] } })).toEqual([])
    expect(begins({ provenAt: 0n, validators: 0 }, { round })).toEqual([])
  })

  test('when ether that waits to be paid out has come', () => {
    const queued = ether(10)
    expect(begins({ queued, unproven: ether(1) })).toEqual(['startCheckpoint'])
    expect(begins({ queued, unproven: ether(1), validators: 0 })).toEqual(['startCheckpoint'])
    expect(begins({ queued, unproven: ether(1) - 1n })).toEqual([])
    expect(begins({ queued: 7n, unproven: 7n })).toEqual(['startCheckpoint'])
    expect(begins({ queued: 0n, unproven: ether(5) })).toEqual([])
  })

  test('not within an hour of the last one', () => {
    const due = { provenAt: 0n, queued: ether(10), unproven: ether(10) }
    expect(begins({ ...due, checkpointedAt: now - hour })).toEqual(['startCheckpoint'])
    expect(begins({ ...due, checkpointedAt: now - hour + 1n })).toEqual([])
  })

  test('not while one is open', () => {
    const checkpoint = { startedAt: now - 50n, root: zeroHash }
    expect(begins({ checkpoint, provenAt: 0n })).toEqual([])
  })
})

describe('proveBalances', () => {
  const checkpoint = { startedAt: now, root: zeroHash }
  const proves = (tenants: Tenant[], pod: Partial<Pod> = {}) =>
    planProofs(podOf(0, { checkpoint, ...pod }), tenants)

  test('what the pod still waits for, and nothing else', () => {
    const tenants = [
      tenantOf(0, { checkpointedAt: now - 1n }),
      tenantOf(1, { checkpointedAt: now }),
      tenantOf(2, { status: 'withdrawn' }),
      tenantOf(3, { status: 'unknown' }),
      tenantOf(4, { pod: 1 }),
    ]
    expect(proves(tenants)).toEqual([
      { type: 'proveBalances', index: 0, startedAt: now, validators: [1_000] },
    ])
    expect(proves(tenants, { checkpoint: undefined })).toEqual([])
    expect(proves(tenants.slice(1))).toEqual([])
  })
})

describe('by the newest beacon state', () => {
  const looks = (
    given: Partial<planLook.Facts>,
    pod: Partial<Pod> = {},
    ground: Partial<Ground> = {},
  ) =>
    planLook(
      groundOf({ pods: [podOf(0, pod)], ...ground }),
      { timestamp: now, epoch: 1_000n, tenants: [], flights: [], staked: new Set(), ...given },
      options,
    )

  describe('verifyCredentials', () => {
    const unknown = { status: 'unknown', restaked: 0n } as const
    const verified = (tenants: Tenant[], flights: planLook.Facts['flights'] = []) =>
      looks({ tenants, flights }).flatMap((step) =>
        step.type === 'verifyCredentials' ? step.validators : [],
      )

    test('whoever is active or will be, together', () => {
      const later = { ...unknown, record: { activationEpoch: 1_001n } }
      expect(verified([tenantOf(0, unknown), tenantOf(1, later)])).toEqual([1_000, 1_001])
    })

    test.each([
      ['who is known', {}],
      ['who isn’t to be activated', { ...unknown, record: { activationEpoch: farFutureEpoch } }],
      ['who is leaving', { ...unknown, record: { exitEpoch: 1_100n } }],
      ['who was slashed', { ...unknown, record: { slashed: true } }],
      ['another pod’s', { ...unknown, pod: 1 }],
    ])('not %s', (_, tenant) => {
      expect(verified([tenantOf(0, tenant as TenantLike)])).toEqual([])
    })

    test('when 95 % of what is on its way has come', () => {
      const [tenant, later] = [95n, 94n].map((part) =>
        tenantOf(0, { ...unknown, record: { effectiveBalance: part * eth } }),
      )
      const flights = [{ index: 0, pubkeyRoot: tenant!.pubkeyRoot, assets: ether(100) }]
      expect(verified([tenant!], flights)).toEqual([1_000])
      expect(verified([later!], flights)).toEqual([])
    })
  })

  describe('stake', () => {
    const free = { stakeable: ether(101) }
    const stakes = (tenant: TenantLike, pod: Partial<Pod> = {}, ground: Partial<Ground> = free) =>
      looks(
        { tenants: [tenantOf(0, { ...vacant, ...tenant })] },
        { room: ether(60), ...pod },
        ground,
      )

    test('whole ether, as much as there is room for, but for a margin', () => {
      expect(stakes({})).toEqual([{ type: 'stake', index: 0, validator: 1_000, assets: ether(60) }])
      expect(stakes({}, { room: ether(200) })).toMatchObject([{ assets: ether(100) }])
      expect(stakes({}, { room: ether(60) + 1n })).toMatchObject([{ assets: ether(60) }])
      const plenty = { stakeable: ether(9_999) }
      expect(stakes({}, { room: ether(5_000) }, plenty)).toMatchObject([{ assets: ether(2_047) }])
    })

    test('not less than activates it', () => {
      expect(stakes({}, { room: ether(31) })).toHaveLength(1)
      expect(stakes({}, { room: ether(31) - 1n })).toEqual([])
      expect(stakes({}, {}, { stakeable: ether(31) })).toEqual([])
    })

    test('who has most room first', () => {
      const tenants = [tenantOf(0, vacant), tenantOf(1, { ...vacant, pod: 1 })]
      const pods = [podOf(0, { room: ether(40) }), podOf(1, { room: ether(41) })]
      expect(looks({ tenants }, {}, { pods, ...free })).toMatchObject([{ index: 1 }, { index: 0 }])
    })

    const record = (part: TenantLike['record']) => ({ record: { ...vacant.record, ...part } })
    test.each([
      ['of another pod', { pod: 1 }],
      ['that the pod knows', { status: 'active' }],
      ['with more than the first ether', record({ effectiveBalance: 2n * eth })],
      ['that is to be activated', record({ activationEpoch: 1_001n })],
      ['that is leaving', record({ exitEpoch: 1_001n })],
      ['that was slashed', record({ slashed: true })],
      ['that doesn’t compound', record({ withdrawalCredentials: `0x01${'00'.repeat(31)}` })],
    ])('none %s', (_, tenant) => {
      expect(types(stakes(tenant as TenantLike)).filter((type) => type === 'stake')).toEqual([])
    })

    test('each once, ever', () => {
      const tenant = tenantOf(0, vacant)
      const found = { tenants: [tenant], staked: new Set([tenant.pubkeyRoot]) }
      expect(looks(found, { room: ether(60) }, free)).toEqual([])
    })
  })

  describe('land, writeOff', () => {
    const flown = (tenant: TenantLike) => {
      const one = tenantOf(0, { ...vacant, ...tenant })
      const flight = { index: 0, pubkeyRoot: one.pubkeyRoot, assets: ether(32) }
      return types(looks({ tenants: [one], flights: [flight] }, { room: 0n }))
    }

    test('what is in flight is left alone until it has come to something', () => {
      expect(flown({})).toEqual([])
      expect(flown({ status: 'active' })).toEqual(['land'])
      expect(flown({ status: 'withdrawn' })).toEqual(['land'])
      expect(flown({ record: { ...vacant.record, slashed: true } })).toEqual(['writeOff'])
      expect(flown({ record: { ...vacant.record, exitEpoch: 1_001n } })).toEqual(['writeOff'])
    })
  })

  describe('requestWithdrawal', () => {
    const asks = (needed: bigint, ...tenants: Tenant[]) =>
      looks({ tenants }, { needed }).flatMap((step) =>
        step.type === 'requestWithdrawal'
          ? step.asks.map(({ validator, amount }) => [validator - 1_000, amount / eth])
          : [],
      )
    const rich = (id: number, balance: bigint, tenant: TenantLike = {}) =>
      tenantOf(id, {
        restaked: balance * eth,
        ...tenant,
        record: {
          balance: balance * eth,
          effectiveBalance: balance * eth,
          ...tenant.record,
        },
      })

    test('parts of who has most, as far as it is needed', () => {
      expect(asks(ether(40), rich(0, 50n), rich(1, 64n))).toEqual([
        [1, 32n],
        [0, 8n],
      ])
    })

    test('what is on its way isn’t asked for again', () => {
      expect(asks(ether(40), rich(0, 64n, { leaving: 30n * eth }))).toEqual([[0, 2n]])
    })

    test('what the pod counts and is gone isn’t asked for', () => {
      expect(asks(ether(8), rich(0, 64n, { restaked: 40n * eth }))).toEqual([[0, 8n]])
      expect(asks(ether(9), rich(0, 64n, { restaked: 40n * eth }))).toEqual([[0, 0n]])
      expect(asks(ether(8), rich(0, 64n, { record: { balance: 40n * eth } }))).toEqual([[0, 8n]])
    })

    test('the smallest leave, as many as it takes beside the parts of those who stay', () => {
      expect(asks(ether(1), rich(0, 32n), rich(1, 31n))).toEqual([[1, 0n]])
      expect(asks(ether(40), rich(0, 33n), rich(1, 42n))).toEqual([
        [0, 0n],
        [1, 7n],
      ])
      expect(asks(ether(99), rich(0, 33n), rich(1, 42n), rich(2, 34n))).toEqual([
        [0, 0n],
        [2, 0n],
        [1, 0n],
      ])
    })

    test('nobody leaves of whom a part is on its way, or who can give what is needed', () => {
      expect(asks(ether(1), rich(0, 32n, { leaving: eth }), rich(1, 33n))).toEqual([[1, 1n]])
      expect(asks(ether(1), rich(0, 32n, { leaving: eth }))).toEqual([])
    })

    test('who doesn’t compound gives all or nothing', () => {
      const record = { withdrawalCredentials: '0x01' } as const
      expect(asks(ether(9), rich(0, 41n, { record }))).toEqual([[0, 0n]])
    })

    test('crumbs above 32 ETH don’t keep anybody from leaving', () => {
      const crumb = { restaked: 32n * eth + 1n, record: { balance: 32n * eth + 1n } }
      expect(asks(ether(20), rich(0, 32n, crumb))).toEqual([[0, 0n]])
    })

    test('from the minimum on', () => {
      expect(asks(ether(1) / 10n, rich(0, 64n))).toHaveLength(1)
      expect(asks(ether(1) / 10n - 1n, rich(0, 64n))).toEqual([])
    })

    test.each([
      ['who left', { status: 'withdrawn' }],
      ['who is leaving', { record: { exitEpoch: 1_100n } }],
      ['who was slashed', { record: { slashed: true } }],
      ['who was active for 255 epochs', { record: { activationEpoch: 745n } }],
      ['another pod’s', { pod: 1 }],
    ])('not %s', (_, tenant) =>
      expect(asks(ether(9), rich(0, 64n, tenant as TenantLike))).toEqual([]),
    )

    test('who was active for 256 epochs', () => {
      expect(asks(ether(9), rich(0, 64n, { record: { activationEpoch: 744n } }))).toEqual([[0, 9n]])
    })
  })
})

describe('wantsLook', () => {
  const wants = (pod: Partial<Pod>, ground: Partial<Ground> = {}, flights = 0) => {
    const flight = { index: 0, pubkeyRoot: zeroHash, assets: ether(32) }
    const all = Array.from({ length: flights }, () => flight)
    return wantsLook(groundOf({ pods: [podOf(0, pod)], ...ground }), all)
  }

  test('when something can be staked, is in flight, or is to come back', () => {
    expect(wants({})).toBe(false)
    expect(wants({}, {}, 1)).toBe(true)
    expect(wants({ needed: 1n })).toBe(true)
    expect(wants({ room: ether(31) }, { stakeable: ether(31) })).toBe(true)
    expect(wants({ room: ether(31) - 1n }, { stakeable: ether(31) })).toBe(false)
    expect(wants({ room: ether(31) }, { stakeable: ether(31) - 1n })).toBe(false)
  })
})

describe('halve (DUTY-3)', () => {
  test('what is too large for a transaction is split, down to one', () => {
    const step = { type: 'proveBalances', index: 0, startedAt: now, validators: [5, 6, 7] } as const
    const half = halve({ ...step, validators: [...step.validators] })
    expect(half).toEqual({ ...step, validators: [5, 6] })
    expect(halve(half!)).toEqual({ ...step, validators: [5] })
    expect(halve({ ...step, validators: [5] })).toBeUndefined()
    const asks = [1, 2].map((validator) => ({ validator, amount: 0n }))
    const request = { type: 'requestWithdrawal', index: 0, asks, needed: ether(1) } as const
    expect(halve(request)).toEqual({ ...request, asks: asks.slice(0, 1) })
    expect(halve({ type: 'createPod', index: 0 })).toBeUndefined()
  })
})
