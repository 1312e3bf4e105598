import { broken } from '@cairn/spec'
import { describe, expect, test } from 'vitest'
import { seeded } from './dice.ts'
import { begin, draw, drawGenesis, generate } from './generate/index.ts'
import { replay } from './replay.ts'
import { derive, packAll, readPacked, readTraces } from './store.ts'
import { fromJson, toJson } from './trace.ts'

describe('a drawn history', () => {
  test('default: the same seed, the same history', () => {
    expect(generate(7, 50)).toEqual(generate(7, 50))
  })

  test('behavior: a trace is the same after it was written and read', () => {
    const trace = generate(8, 60)
    expect(fromJson(toJson(trace))).toEqual(JSON.parse(JSON.stringify(trace, keep), revive))
  })

  test('behavior: breaks no sentence about a state: SOLV-1 to 4, FIFO-1 to 3, FEE-1, LANE-1', () => {
    const first = freshSeed()
    for (let seed = first; seed < first + 40; seed++) {
      const dice = seeded(seed)
      const world = begin(drawGenesis(dice))
      for (let step = 0; step < 250; step++) {
        draw(dice, world)
        expect(broken(world.state), `seed ${seed}, step ${step}`).toEqual([])
      }
    }
  })

  test('behavior: meets every error that the rules know, and every verb succeeds', () => {
    const met = new Set<string>()
    for (let seed = 1; seed <= 60; seed++)
      for (const { fn, expect } of generate(seed, 250).steps)
        met.add(expect.ok ? fn : `${expect.error}`)

    expect([...met].sort()).toMatchInlineSnapshot(`
      [
        "AssetsAboveMaximum",
        "AssetsBelowMinimum",
        "CheckpointOpen",
        "DeadlinePassed",
        "ExceedsClaimable",
        "ExceedsStakeable",
        "FillBelowMinimum",
        "InsufficientAllowance",
        "InsufficientBalance",
        "InvalidReceiver",
        "LaneExhausted",
        "NoCheckpointOpen",
        "NotAuthorized",
        "NotFresh",
        "NotTicketOwner",
        "NothingEligible",
        "NothingToClaim",
        "OnlyQueue",
        "OnlyRegistry",
        "OnlyVault",
        "RequestBelowMinimum",
        "SafeCastOverflowedUintDowncast",
        "SharesBelowMinimum",
        "SlashingUnbooked",
        "Stale",
        "TooManyTickets",
        "UnknownTicket",
        "ZeroAmount",
        "approve",
        "approveTicket",
        "claim",
        "close",
        "collectFees",
        "convertToAssets",
        "convertToShares",
        "credit",
        "deposit",
        "depositETH",
        "fill",
        "idle",
        "mint",
        "open",
        "previewMint",
        "previewRedeemInstant",
        "queued",
        "rate",
        "receive",
        "redeem",
        "redeemInstant",
        "requestRedeem",
        "setOperator",
        "setTicketOperator",
        "settle",
        "shortfall",
        "stake",
        "stakeable",
        "suspend",
        "tip",
        "transfer",
        "transferFrom",
        "transferTicket",
        "withdraw",
      ]
    `)
  })
})

describe('the stored histories', () => {
  test.each(readTraces())('$name: the specification answers as it did', ({ trace }) => {
    expect(derive(trace)).toEqual(trace)
  })

  test('behavior: the packed form, which `forge test` plays, is fresh', () => {
    expect(readPacked() === packAll()).toBe(true)
  })
})

describe('replay', () => {
  test('default: the contracts do what the specification says, in the stored histories and in fresh ones', async () => {
    const seed = freshSeed()
    const fresh = Array.from({ length: 8 }, (_, i) => generate(seed + i, 250))

    expect(await replay([...readTraces().map(({ trace }) => trace), ...fresh])).toMatchObject({
      type: 'agreed',
    })
  }, 300_000)

  test('behavior: an answer, a log or a wei that differs is found, and named', async () => {
    const trace = generate(1, 60)
    const last = trace.steps.findLastIndex(({ expect }) => expect.ok && expect.digest)
    const wrong = structuredClone(trace)
    wrong.genesis.value += 1n

    expect(last).toBeGreaterThan(0)
    expect(await replay([wrong])).toMatchObject({ type: 'differed' })
  }, 300_000)
})

function freshSeed(): number {
  const seed = Math.floor(Math.random() * 2 ** 31)
  console.log(`seed ${seed}`)
  return seed
}

function keep(_: string, value: unknown) {
  return typeof value === 'bigint' ? `#${value}` : value
}

function revive(_: string, value: unknown) {
  return typeof value === 'string' && value.startsWith('#') ? BigInt(value.slice(1)) : value
}
