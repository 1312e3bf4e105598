import { farFutureEpoch } from '@cairn/beacon'
import { ether } from '@cairn/spec'
import { describe, expect, test } from 'vitest'
import {
  eth,
  flightOf,
  heldOf,
  registryOf,
  validatorOf,
  vaultOf,
  wei,
} from '../../test/situations.ts'
import type { Validator, Vault } from '../chain/index.ts'
import type { Held } from './observe.ts'
import { planPayments } from './plan.ts'
import { planTopUps } from './planTopUps.ts'
import { planWithdrawals } from './planWithdrawals.ts'

const options = {
  minFill: 0n,
  minTopUp: eth,
  minShortfall: eth / 100n,
  minFees: ether(1),
}

describe('fill', () => {
  const now = 100_000n
  const fills = (vault: Partial<Vault>, at = now) =>
    planPayments({ now: at, vault: vaultOf(vault) }, options).map(({ type }) => type)
  const ready = { eligible: ether(10), idle: ether(20) }

  test('default: pays what is eligible', () => {
    expect(fills(ready)).toEqual(['fill'])
  })

  test.each([
    ['a checkpoint is open', { open: true }],
    ['a slashing is unbooked', { slashing: true }],
    ['nothing is eligible', { eligible: 0n }],
    ['nothing is idle', { idle: 0n }],
  ])('behavior: not while %s', (_, vault) => {
    expect(fills({ ...ready, ...vault })).toEqual([])
  })

  test('behavior: as long as the proof is fresh, to the second', () => {
    expect(fills(ready, now + 21_600n)).toEqual(['fill'])
    expect(fills(ready, now + 21_601n)).toEqual([])
  })

  test('behavior: from the minimum on, or whatever finishes what is eligible', () => {
    const minimum = ether(1) / 100n
    expect(fills({ ...ready, idle: minimum })).toEqual(['fill'])
    expect(fills({ ...ready, idle: minimum - 1n })).toEqual([])
    expect(fills({ ...ready, eligible: minimum - 1n })).toEqual(['fill'])
  })
})

describe('collectFees', () => {
  test('behavior: when they are worth it, and not while provers are paid from them', () => {
    const collects = (vault: Partial<Vault>) =>
      planPayments({ now: 0n, vault: vaultOf(vault) }, options).length
    expect(collects({ fees: ether(1) })).toBe(1)
    expect(collects({ fees: ether(1) - 1n })).toBe(0)
    expect(collects({ fees: ether(1), open: true })).toBe(0)
  })
})

type Pair = [Partial<Validator>, Partial<Held>]
function setOf(pairs: Pair[]) {
  const validators = pairs.map(([validator], id) => validatorOf(id, validator))
  const held = new Map(pairs.map(([, record], id) => [id, heldOf(id, record)]))
  return { validators, facts: { timestamp: 0n, epoch: 1_000n, validators: held } }
}
const balanced = (balance: bigint): Pair => [
  { balance },
  { balance, effectiveBalance: balance - (balance % eth) },
]

describe('topUp', () => {
  const topUps = (stakeable: bigint, pairs: Pair[], flights = 0) => {
    const vault = vaultOf({ stakeable: wei(stakeable), idle: wei(stakeable) })
    const registry = registryOf({
      flights: Array.from({ length: flights }, (_, id) => flightOf(id)),
    })
    const now = vault.provenAt
    const steps = planTopUps({ now, vault, registry, ...setOf(pairs) }, options)
    return steps.map((step) => (step.type === 'topUp' ? [step.id, step.amount / eth] : step))
  }

  test('default: lifts validators to 32 ETH first, the nearest first, then the emptiest', () => {
    const pairs = [balanced(100n * eth), balanced(eth), balanced(16n * eth)]
    expect(topUps(16n, pairs)).toEqual([[2, 16n]])
    expect(topUps(47n, pairs)).toEqual([
      [2, 16n],
      [1, 31n],
    ])
    expect(topUps(47n + 40n, pairs)).toEqual([
      [2, 16n],
      [1, 71n],
    ])
  })

  test('behavior: what lifts nobody to 32 ETH goes where it works', () => {
    expect(topUps(20n, [balanced(eth), balanced(200n * eth)])).toEqual([[1, 20n]])
  })

  test('behavior: large amounts come level, in portions worth their gas', () => {
    const pairs = [balanced(100n * eth), balanced(40n * eth), balanced(70n * eth)]
    expect(topUps(30n, pairs)).toEqual([[1, 30n]])
    expect(topUps(150n, pairs)).toEqual([
      [1, 90n],
      [2, 60n],
    ])
  })

  test("behavior: none below the registry's minimum, or a 32nd of what can be staked", () => {
    const young = balanced(eth)
    expect(topUps(31n, [young])).toEqual([[0, 31n]])
    expect(topUps(1_024n, [young, [{ inFlight: eth }, {}]])).toEqual([[0, 1_024n]])
    const many = Array.from({ length: 64 }, () => balanced(32n * eth))
    for (const [, amount] of topUps(3_200n, many) as [number, bigint][])
      expect(amount).toBeGreaterThanOrEqual(100n)
  })

  test('behavior: none above 2,048 ETH, what is on its way included', () => {
    const full: Pair = [{ balance: 2_000n * eth }, { balance: 2_000n * eth, arriving: 40n * eth }]
    expect(topUps(100n, [full])).toEqual([[0, 8n]])
  })

  test.each<[string, Pair]>([
    ['has a flight', [{ inFlight: eth }, {}]],
    ['is slashed', [{}, { slashed: true }]],
    ['leaves', [{}, { exitEpoch: 2_000n }]],
    ['was asked to leave', [{ exiting: true }, {}]],
    ['is retired', [{ status: 3 }, {}]],
  ])('behavior: never to one that %s', (_, pair) => {
    expect(topUps(100n, [pair])).toEqual([])
  })

  test('behavior: at most 64 flights', () => {
    const pairs = [balanced(32n * eth), balanced(32n * eth)]
    expect(topUps(500n, pairs, 63).length).toBe(1)
    expect(topUps(500n, pairs, 64).length).toBe(0)
  })

  test('behavior: no more ether while a slashing is unbooked, or the proof is stale', () => {
    const stakes = (vault: Partial<Vault>, age = 0n) => {
      const situation = { registry: registryOf(), ...setOf([balanced(32n * eth)]) }
      const all = vaultOf({ stakeable: wei(50n), idle: wei(50n), ...vault })
      return planTopUps({ ...situation, now: all.provenAt + age, vault: all }, options).length
    }
    expect(stakes({}, 172_800n)).toBe(1)
    expect(stakes({}, 172_801n)).toBe(0)
    expect(stakes({ slashing: true })).toBe(0)
  })

  test('behavior: leaves the queue and the lane what grows before the transaction is included', () => {
    const vault = vaultOf({ idle: wei(300n), stakeable: wei(100n) })
    const [step] = planTopUps(
      { now: vault.provenAt, vault, registry: registryOf(), ...setOf([balanced(32n * eth)]) },
      options,
    )
    // Of 200 ETH owed, at 0.2 % a day, an hour brings a sixtieth of an ether.
    expect(step).toMatchObject({ type: 'topUp', amount: 100n * eth - 16_666_667n })
  })
})

describe('requestWithdrawal', () => {
  const asks = (
    shortfall: bigint,
    pairs: Pair[],
    { withdrawing = 0n, exits = [] as number[] } = {},
  ) => {
    const vault = vaultOf({ shortfall: shortfall * 1_000_000_000n })
    const registry = registryOf({ withdrawing })
    const situation = { vault, registry, ...setOf(pairs), exits: new Set(exits) }
    return planWithdrawals(situation, options).map((step) =>
      step.type === 'requestWithdrawal' ? [step.id, step.amount / eth] : step,
    )
  }

  test('default: partial withdrawals, from the fullest, so that they come level', () => {
    const pairs = [balanced(50n * eth), balanced(132n * eth), balanced(112n * eth)]
    expect(asks(88n * eth, pairs)).toEqual([
      [1, 54n],
      [2, 34n],
    ])
  })

  test('behavior: what is less than a portion comes from one', () => {
    const pairs = [balanced(50n * eth), balanced(92n * eth), balanced(72n * eth)]
    expect(asks(30n * eth, pairs)).toEqual([[1, 30n]])
  })

  test('behavior: but from as many as it takes', () => {
    const pairs = [balanced(40n * eth), balanced(41n * eth)]
    expect(asks(15n * eth, pairs)).toEqual([
      [1, 8n],
      [0, 7n],
    ])
  })

  test('behavior: what is on its way is not asked for again', () => {
    const pairs = [balanced(92n * eth)]
    expect(asks(30n * eth, pairs, { withdrawing: 20n * eth })).toEqual([[0, 10n]])
    expect(asks(30n * eth, pairs, { withdrawing: 30n * eth })).toEqual([])
  })

  test('behavior: a shortfall below the smallest partial withdrawal asks for that', () => {
    expect(asks(eth / 50n, [balanced(92n * eth)])).toEqual([[0, 1n]])
    expect(asks(eth / 101n, [balanced(92n * eth)])).toEqual([])
  })

  test('behavior: exits the smallest when partial withdrawals can not do it', () => {
    const pairs = [balanced(40n * eth), balanced(33n * eth), balanced(32n * eth)]
    expect(asks(9n * eth, pairs)).toEqual([
      [0, 8n],
      [1, 1n],
    ])
    expect(asks(10n * eth, pairs)).toEqual([[2, 0n]])
    expect(asks(50n * eth, pairs)).toEqual([
      [2, 0n],
      [1, 0n],
    ])
  })

  test.each<[string, Partial<Held>]>([
    ['is too young', { activationEpoch: 1_000n - 255n }],
    ['is not active yet', { activationEpoch: farFutureEpoch }],
    ['leaves already', { exitEpoch: 1_010n }],
  ])('behavior: never one that %s: the beacon chain would ignore it', (_, held) => {
    expect(asks(500n * eth, [[{ balance: 92n * eth }, { balance: 92n * eth, ...held }]])).toEqual(
      [],
    )
  })

  test('behavior: no exit while a partial withdrawal is pending', () => {
    const pair: Pair = [{ balance: 40n * eth }, { balance: 40n * eth, leaving: 3n * eth }]
    expect(asks(500n * eth, [pair])).toEqual([[0, 5n]])
  })

  test('behavior: an exit that was ignored is asked for again, once it is clear that it was', () => {
    const pair: Pair = [{ exiting: true, balance: 32n * eth }, {}]
    expect(asks(eth, [pair], { withdrawing: 32n * eth, exits: [0] })).toEqual([])
    expect(asks(eth, [pair], { withdrawing: 32n * eth })).toEqual([[0, 0n]])
  })
})
