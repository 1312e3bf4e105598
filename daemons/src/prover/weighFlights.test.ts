import { describe, expect, test } from 'vitest'
import { credentials, eth, factsOf, flightOf, pendingOf, recordOf } from '../../test/situations.ts'
import { weighFlights } from './weighFlights.ts'

const validators = new Map([0, 1, 2].map((id) => [id, recordOf(id)]))
const weigh = (pending: Parameters<typeof factsOf>[0], flight = flightOf(0)) =>
  weighFlights(factsOf({ validators, ...pending }), [flight], credentials)

describe('waiting', () => {
  test('default: the very deposit is in the list', () => {
    const pending = { headSlot: 8_000n, ofFlights: [pendingOf(0, 2)], markers: new Map() }
    expect(weigh({ pending }).waiting).toEqual([{ id: 0, listIndex: 2 }])
  })

  test.each([
    ['amount', { amount: 31n * eth }],
    ['slot', { slot: 8_499n }],
  ])(
    "behavior: a stranger's deposit to the same validator of another %s isn't ours",
    (_, other) => {
      const pending = { headSlot: 8_000n, ofFlights: [pendingOf(0, 2)], markers: new Map() }
      expect(weigh({ pending }, flightOf(0, other)).waiting).toEqual([])
    },
  )
})

describe('arrived', () => {
  test('an empty list shows it', () => {
    expect(weigh({}).arrived).toEqual([0])
  })

  test('a head of a later slot shows it; one of the same slot does not', () => {
    const headOf = (headSlot: bigint) =>
      weigh({ pending: { headSlot, ofFlights: [], markers: new Map() } })
    expect(headOf(8_501n).arrived).toEqual([0])
    expect(headOf(8_500n).undecided).toEqual([0])
    expect(headOf(0n).undecided).toEqual([0])
  })

  test('for one that leaves, the head has to be later than its withdrawable epoch', () => {
    const leaving = new Map([[0, recordOf(0, { exitEpoch: 270n, withdrawableEpoch: 280n })]])
    const headOf = (headSlot: bigint) =>
      weigh({ validators: leaving, pending: { headSlot, ofFlights: [], markers: new Map() } })
    expect(headOf(280n * 32n).undecided).toEqual([0])
    expect(headOf(280n * 32n + 1n).arrived).toEqual([0])
  })

  test('for one that leaves, a proven marker is bar enough', () => {
    const leaving = new Map([[0, recordOf(0, { exitEpoch: 270n, withdrawableEpoch: 280n })]])
    const headOf = (headSlot: bigint) =>
      weigh(
        { validators: leaving, pending: { headSlot, ofFlights: [], markers: new Map() } },
        flightOf(0, { bar: 8_700n }),
      )
    expect(headOf(8_700n).undecided).toEqual([0])
    expect(headOf(8_701n).arrived).toEqual([0])
  })

  test('comes out ascending by beacon index', () => {
    const unordered = new Map([
      [0, recordOf(0, { index: 30 })],
      [1, recordOf(1, { index: 10 })],
      [2, recordOf(2, { index: 20 })],
    ])
    const flights = [0, 1, 2].map((id) => flightOf(id))
    expect(weighFlights(factsOf({ validators: unordered }), flights, credentials).arrived).toEqual([
      1, 2, 0,
    ])
  })
})

test('a flight newer than the state is no question to it', () => {
  const evidence = weigh({ slot: 8_499n })
  expect(evidence).toEqual({ waiting: [], arrived: [], undecided: [] })
})
