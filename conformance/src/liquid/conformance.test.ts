import { liquid } from '@cairn/spec'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seeded } from '../dice.ts'
import { fromJson, toJson } from '../trace.ts'
import { type Chain, startChain } from './explore/chain.ts'
import { nameOf } from '../explore/search.ts'
import { explore } from './explore/explore.ts'
import { begin, draw, drawGenesis, generate, make, prelude, soon } from './generate/index.ts'
import { replay } from './replay.ts'
import { derive, readTraces } from './store.ts'
import type { Trace } from './trace.ts'

describe('a drawn history of crETH', () => {
  test('default: the same seed, the same history', () => {
    expect(generate(7, 50)).toEqual(generate(7, 50))
  })

  test('behavior: a trace is the same after it was written and read', () => {
    const trace = generate(8, 60)
    expect(toJson(fromJson<Trace>(toJson(trace)))).toEqual(toJson(trace))
  })

  test('behavior: breaks no sentence about a state of three layers (NAV-1, NAV-2, NAV-3, LADDER-6, AUCT-1, SOLV-1, STAKE-1)', () => {
    const first = freshSeed()
    for (let seed = first; seed < first + 8; seed++) {
      const dice = seeded(seed)
      const world = begin(drawGenesis(dice))
      for (const call of prelude(dice)) make(world, call, soon(world))
      for (let step = 0; step < 150; step++) {
        draw(dice, world)
        const broken = liquid.broken(world.liquid, world.block)
        expect(broken, `seed ${seed}, step ${step}`).toEqual([])
      }
    }
  }, 300_000)

  test('behavior: meets the errors that the rules know, and every verb succeeds', () => {
    const met = new Set<string>()
    for (let seed = 1; seed <= 16; seed++)
      for (const { to, fn, expect } of generate(seed, 180).steps)
        met.add(expect.ok ? `${to.endsWith("'s pod") ? 'a pod' : to}.${fn}` : `${expect.error}`)

    expect([...met].sort()).toMatchInlineSnapshot(`
      [
        "ActivelyDelegated",
        "AlreadyListed",
        "AlreadyMemberOfSet",
        "AlreadyStaked",
        "AmountOutOfBounds",
        "AuctionOver",
        "AuctionRunning",
        "Breached",
        "CallerCannotUndelegate",
        "CheckpointOpen",
        "DeadlinePassed",
        "Depreciated",
        "DoorClosed",
        "ExceedsRoom",
        "ExceedsStakeable",
        "ExceedsWaiting",
        "FillBelowMinimum",
        "FullySlashed",
        "InsufficientBalance",
        "InsufficientMagnitude",
        "InsufficientWithdrawableBalance",
        "InvalidCaller",
        "InvalidPermissions",
        "InvalidReceiver",
        "IssuerUnsound",
        "LaneExhausted",
        "NewSharesZero",
        "NoQueue",
        "NotActivelyDelegated",
        "NotExhausted",
        "NotFresh",
        "NotInFlight",
        "NotStamped",
        "NotTicketOwner",
        "NothingEligible",
        "NothingForSale",
        "NothingInExcess",
        "NothingToClaim",
        "NothingWanted",
        "OnlyEigenPod",
        "OnlyNative",
        "OnlySpread",
        "OnlyVault",
        "OperatorNotSlashable",
        "QueueFirst",
        "REWARD.transfer",
        "RequestBelowMinimum",
        "RoundNotDue",
        "RungLaid",
        "SameMagnitude",
        "SharesBelowMinimum",
        "Stale",
        "TooManyTickets",
        "Underpaid",
        "UnitsBelowMinimum",
        "UnknownAsset",
        "UnknownDelegator",
        "Unsynced",
        "WithdrawalDelayNotElapsed",
        "WithdrawalNotQueued",
        "WithdrawerNotCaller",
        "ZeroAmount",
        "ZeroUnits",
        "a pod.receive",
        "allocation.createOperatorSets",
        "allocation.createRedistributingOperatorSets",
        "allocation.modifyAllocations",
        "allocation.registerForOperatorSets",
        "allocation.setAllocationDelay",
        "allocation.slashOperator",
        "allocation.updateAVSMetadataURI",
        "auction.buy",
        "auction.list",
        "auction.open",
        "beacon chain.count",
        "csETH.approve",
        "csETH.close",
        "csETH.depositETH",
        "csETH.fill",
        "csETH.open",
        "csETH.stake",
        "csETH.suspend",
        "csETH.transfer",
        "delegation.registerAsOperator",
        "delegation.undelegate",
        "firstLoss.distribute",
        "lens.estimateExit",
        "native.createPod",
        "native.offer",
        "native.stake",
        "native.startCheckpoint",
        "native.writeOff",
        "podManager.recordBeaconChainETHBalanceUpdate",
        "policy.admits",
        "policy.breaches",
        "policy.excess",
        "queue.claim",
        "rptETH.approve",
        "rptETH.report",
        "rptETH.stake",
        "rptETH.transfer",
        "spread.appraise",
        "spread.check",
        "spread.claim",
        "spread.coming",
        "spread.complete",
        "spread.delegate",
        "spread.deposit",
        "spread.derisk",
        "spread.lay",
        "spread.openRound",
        "spread.roomFor",
        "spread.routable",
        "spread.route",
        "spread.sync",
        "spread.undelegate",
        "spread.unwind",
        "spread.wanted",
        "tips.claim",
        "tips.complete",
        "tips.derisk",
        "tips.lay",
        "tips.openAuction",
        "tips.pot",
        "tips.route",
        "tips.sync",
        "tips.unwind",
        "vault.depositETH",
        "vault.earn",
        "vault.fill",
        "vault.rate",
        "vault.receive",
        "vault.redeemInKind",
        "vault.redeemInstant",
        "vault.requestRedeem",
        "vault.shortfall",
        "vault.transfer",
      ]
    `)
  }, 300_000)
})

describe('the stored histories of crETH', () => {
  test.each(readTraces())('$name: the specification answers as it did', ({ trace }) => {
    expect(derive(trace)).toEqual(trace)
  })
})

describe('on a live node', () => {
  let chain: Chain

  beforeAll(async () => {
    chain = await startChain()
  })

  afterAll(() => chain.stop())

  test('default: the contracts do what the specification says, in the stored histories and in fresh ones', async () => {
    const seed = freshSeed()
    const fresh = Array.from({ length: 4 }, (_, i) => generate(seed + i, 150))
    const stored = readTraces().map(({ trace }) => trace)

    expect(await replay([...stored, ...fresh], { chain })).toMatchObject({ type: 'agreed' })
  }, 600_000)

  test('behavior: nothing is found where nothing differs', async () => {
    expect(await explore(chain, { seed: freshSeed(), histories: 4, length: 40 })).toBeUndefined()
  }, 600_000)

  test('behavior: a planted difference is found, made small, and replays as a trace', async () => {
    const found = await explore(chain, {
      seed: 3,
      histories: 20,
      length: 30,
      limit: 45_000,
      deployed: ({ vault, ...genesis }) => ({
        ...genesis,
        vault: { ...vault, minRequest: vault.minRequest + 1n },
      }),
    })

    expect(found!.reason).toContain('requestRedeem')
    expect(nameOf(found!)).toContain('found-requestRedeem')
    expect(found!.shrinks).toBeGreaterThan(0)
    // The rules themselves agree about it: the difference was in what was deployed.
    expect(await replay([found!.trace], { chain })).toMatchObject({ type: 'agreed' })
  }, 600_000)
})

function freshSeed(): number {
  const seed = Math.floor(Math.random() * 2 ** 31)
  console.log(`seed ${seed}`)
  return seed
}
