import { describe, expect, test } from 'vitest'
import {
  checkpointOf,
  credentials,
  eth,
  factsOf,
  flightOf,
  pendingOf,
  recordOf,
  registryOf,
  validatorOf,
} from '../../test/situations.ts'
import { status } from '../chain/index.ts'
import { agenda, planFinish, planLook, type Survey } from './plan.ts'

const surveyOf = (survey: Partial<Survey> = {}): Survey => ({
  registry: registryOf(),
  validators: [],
  registrations: [],
  credentials,
  ...survey,
})

describe('agenda', () => {
  const day = 86_400n
  const dueAt = 121_600n
  const situation = {
    registry: registryOf({ dueAt }),
    slashing: false,
    provenAt: 100_000n,
    looked: { at: 186_300n, undecided: false },
    options: { cadence: day, scan: 1_800n, asked: false },
  }
  const at = (now: bigint, more: Partial<typeof situation> = {}) =>
    agenda({ ...situation, looked: { at: now - 100n, undecided: false }, ...more, now })

  test('an open checkpoint comes before anything else', () => {
    const registry = registryOf({ checkpoint: checkpointOf({ open: true }) })
    expect(agenda({ ...situation, registry, looked: undefined, now: 0n })).toBe('finish')
  })

  test('a fresh prover looks first, and so does one whose look is old', () => {
    const now = 110_000n
    expect(agenda({ ...situation, now, looked: undefined })).toBe('look')
    expect(agenda({ ...situation, now, looked: { at: now - 1_800n, undecided: false } })).toBe(
      'look',
    )
    expect(agenda({ ...situation, now, looked: { at: now - 1_799n, undecided: false } })).toBe(
      'rest',
    )
  })

  test('with no pause between looks, one block is looked at once', () => {
    const options = { ...situation.options, cadence: 0n, scan: 0n }
    const looked = { at: dueAt, undecided: false }
    expect(agenda({ ...situation, options, looked, now: dueAt })).toBe('open')
    expect(agenda({ ...situation, options, looked, now: dueAt + 1n })).toBe('look')
  })

  test('opens a cadence after the newest proof, not a second before', () => {
    expect(at(situation.provenAt + day - 1n)).toBe('rest')
    expect(at(situation.provenAt + day)).toBe('open')
  })

  test('opens at once after a slashing or when asked, but not before the registry allows it', () => {
    const options = { ...situation.options, asked: true }
    expect(at(dueAt, { slashing: true })).toBe('open')
    expect(at(dueAt, { options })).toBe('open')
    expect(at(dueAt - 1n, { slashing: true })).toBe('rest')
    expect(at(dueAt - 1n, { options })).toBe('rest')
  })

  test('with flights, opens only after a look of this epoch that decided all of them', () => {
    const now = situation.provenAt + day
    const registry = registryOf({ dueAt, flights: [flightOf(0)] })
    const after = (age: bigint, undecided: boolean) =>
      at(now, { registry, looked: { at: now - age, undecided } })
    expect(after(383n, false)).toBe('open')
    expect(after(384n, false)).toBe('look')
    expect(after(383n, true)).toBe('rest')
    expect(after(384n, true)).toBe('look')
  })
})

describe('planFinish', () => {
  const checkpoint = checkpointOf({ open: true, remaining: 3 })
  const validators = [
    validatorOf(0, { beaconIndex: 500 }),
    validatorOf(1, { beaconIndex: 20 }),
    validatorOf(2, { beaconIndex: 21 }),
  ]
  const facts = factsOf({ validators: new Map(validators.map(({ id }) => [id, recordOf(id)])) })

  test('proves what is unproven, in the order of beacon indices', () => {
    const survey = surveyOf({ registry: registryOf({ checkpoint }), validators })
    expect(planFinish(survey, facts, 0n)).toEqual([{ type: 'prove', number: 7, ids: [1, 2, 0] }])
  })

  test('leaves out what is proven, retired, or newer than the opening', () => {
    const survey = surveyOf({
      registry: registryOf({ checkpoint }),
      validators: [
        validatorOf(0, { checkpoint: 7 }),
        validatorOf(1, { status: status.retired }),
        validatorOf(2),
      ],
    })
    expect(planFinish(survey, facts, 0n)).toEqual([{ type: 'prove', number: 7, ids: [2] }])
  })

  test('settles flights before it proves', () => {
    const flights = [flightOf(0), flightOf(1, { slot: 8_600n }), flightOf(2, { slot: 8_400n })]
    const pending = {
      headSlot: 8_450n,
      ofFlights: [pendingOf(1, 5, 8_600), pendingOf(0, 3)],
      markers: new Map(),
    }
    const registry = registryOf({ checkpoint, flights })
    const steps = planFinish(surveyOf({ registry, validators }), { ...facts, pending }, 0n)
    expect(steps).toEqual([
      { type: 'proveArrived', timestamp: checkpoint.openedAt, ids: [2] },
      {
        type: 'proveWaiting',
        number: 7,
        flights: [
          { id: 0, listIndex: 3 },
          { id: 1, listIndex: 5 },
        ],
      },
      { type: 'prove', number: 7, ids: [1, 2, 0] },
    ])
  })

  test('asks for nothing about flights that were shown, or made since the pinned state', () => {
    const flights = [flightOf(0, { checkpoint: 7 }), flightOf(1, { slot: facts.slot + 1n })]
    const registry = registryOf({ checkpoint: { ...checkpoint, remaining: 0 }, flights })
    const proven = validators.map((validator) => ({ ...validator, checkpoint: 7 }))
    const survey = surveyOf({ registry, validators: proven })
    expect(planFinish(survey, facts, 0n)).toEqual([{ type: 'prove', number: 7, ids: [] }])
  })

  test('with a flight that the pin can not decide, waits until a later root may replace it', () => {
    const dueAt = checkpoint.openedAt + 3_600n
    const pending = { headSlot: 8_500n, ofFlights: [], markers: new Map() }
    const registry = registryOf({ checkpoint, dueAt, flights: [flightOf(0)] })
    const survey = surveyOf({ registry, validators })
    expect(planFinish(survey, { ...facts, pending }, dueAt - 1n)).toEqual([])
    expect(planFinish(survey, { ...facts, pending }, dueAt)).toEqual([{ type: 'open', after: 7 }])
  })

  test('without the pinned state, waits for the same', () => {
    const dueAt = checkpoint.openedAt + 3_600n
    const survey = surveyOf({ registry: registryOf({ checkpoint, dueAt }), validators })
    expect(planFinish(survey, undefined, dueAt - 1n)).toEqual([])
    expect(planFinish(survey, undefined, dueAt)).toEqual([{ type: 'open', after: 7 }])
  })
})

describe('planLook', () => {
  const { timestamp } = factsOf()
  const look = (survey: Partial<Survey>, facts: Parameters<typeof factsOf>[0]) =>
    planLook(surveyOf(survey), factsOf(facts))

  test('proves slashings, credentials, arrivals and withdrawals, in this order', () => {
    const validators = [
      validatorOf(0),
      validatorOf(1, { inFlight: 32n * eth }),
      validatorOf(2, { balance: 0n }),
    ]
    const { steps } = look(
      { validators, registry: registryOf({ flights: [flightOf(1)] }) },
      {
        validators: new Map([
          [0, recordOf(0, { slashed: true })],
          [1, recordOf(1)],
          [2, recordOf(2, { balance: 0n, withdrawableEpoch: 100n })],
        ]),
        appeared: new Map([['0xaa', recordOf(3)]]),
      },
    )
    expect(steps).toEqual([
      { type: 'proveSlashing', timestamp, id: 0 },
      { type: 'proveCredentials', timestamp, pubkeyRoot: '0xaa', beaconIndex: 1_003 },
      { type: 'proveArrived', timestamp, ids: [1] },
      { type: 'retire', timestamp, id: 2 },
    ])
  })

  test('a slashing is proven by a root that is newer than what was counted', () => {
    const slashedAt = (finishedSlot: bigint) =>
      look(
        {
          registry: registryOf({ checkpoint: checkpointOf({ finishedSlot }) }),
          validators: [validatorOf(0)],
        },
        { validators: new Map([[0, recordOf(0, { slashed: true, exitEpoch: 300n })]]) },
      ).steps
    // That it leaves is nothing to note: what it holds comes too late to wait for.
    expect(slashedAt(8_999n)).toEqual([{ type: 'proveSlashing', timestamp, id: 0 }])
    expect(slashedAt(9_000n)).toEqual([])
  })

  test('an exit that was not asked for here is noted, once', () => {
    const leaving = new Map([[0, recordOf(0, { exitEpoch: 300n, withdrawableEpoch: 556n })]])
    const noting = (exiting: boolean) =>
      look({ validators: [validatorOf(0, { exiting })] }, { validators: leaving }).steps
    expect(noting(false)).toEqual([{ type: 'proveExit', timestamp, id: 0 }])
    expect(noting(true)).toEqual([])
  })

  test('a marker behind a flight is proven if it lowers the bar', () => {
    const marker = { listIndex: 3, behind: 5, beaconIndex: 77, slot: 8_700n }
    const proving = (bar: bigint) =>
      look(
        {
          validators: [validatorOf(0, { inFlight: 32n * eth })],
          registry: registryOf({ flights: [flightOf(0, { bar })] }),
        },
        {
          validators: new Map([[0, recordOf(0)]]),
          pending: {
            headSlot: 8_000n,
            ofFlights: [pendingOf(0, 3)],
            markers: new Map([[0, marker]]),
          },
        },
      ).steps
    expect(proving(8_701n)).toEqual([{ type: 'proveBar', timestamp, id: 0, marker }])
    expect(proving(8_700n)).toEqual([])
  })

  test('registrations with other credentials, slashed or leaving are left alone', () => {
    const { steps } = look(
      {},
      {
        appeared: new Map([
          ['0xa1', recordOf(0, { withdrawalCredentials: `0x01${'00'.repeat(31)}` })],
          ['0xa2', recordOf(1, { slashed: true })],
          ['0xa3', recordOf(2, { exitEpoch: 400n })],
        ]),
      },
    )
    expect(steps).toEqual([])
  })

  test('what is withdrawable only tomorrow, or was not found empty by a checkpoint, is not retired', () => {
    const empty = (withdrawableEpoch: bigint) => recordOf(0, { balance: 0n, withdrawableEpoch })
    const retiring = (balance: bigint, withdrawableEpoch: bigint) =>
      look(
        { validators: [validatorOf(0, { balance })] },
        { validators: new Map([[0, empty(withdrawableEpoch)]]) },
      ).steps.length
    // Slot 9,000 is in epoch 281.
    expect(retiring(0n, 281n)).toBe(1)
    expect(retiring(0n, 282n)).toBe(0)
    expect(retiring(1n, 281n)).toBe(0)
  })

  test('says whether a flight is left undecided', () => {
    const undecided = (headSlot: bigint) =>
      look(
        { validators: [validatorOf(0)], registry: registryOf({ flights: [flightOf(0)] }) },
        {
          validators: new Map([[0, recordOf(0)]]),
          pending: { headSlot, ofFlights: [], markers: new Map() },
        },
      ).undecided
    expect(undecided(8_500n)).toBe(true)
    expect(undecided(8_501n)).toBe(false)
  })
})
