import { restaking } from '@cairn/spec'
import { describe, expect, test } from 'vitest'
import { seeded } from '../dice.ts'
import { fromJson, toJson } from '../trace.ts'
import { begin, draw, drawGenesis, generate, make, prelude } from './generate/index.ts'
import { replay } from './replay.ts'
import { derive, packAll, readPacked, readTraces } from './store.ts'
import type { Trace } from './trace.ts'

describe('a drawn history of restaking', () => {
  test('default: the same seed, the same history', () => {
    expect(generate(7, 50)).toEqual(generate(7, 50))
  })

  test('behavior: a trace is the same after it was written and read', () => {
    const trace = generate(8, 60)
    expect(toJson(fromJson<Trace>(toJson(trace)))).toEqual(toJson(trace))
  })

  test('behavior: breaks no sentence about a state (STAKE-1, STAKE-6, MAG-1 to MAG-4, WQ-4, WQ-5, BCSF-1)', () => {
    const first = freshSeed()
    for (let seed = first; seed < first + 15; seed++) {
      const dice = seeded(seed)
      const world = begin(drawGenesis(dice))
      for (const call of prelude(dice)) make(world, call, world.block)
      for (let step = 0; step < 200; step++) {
        draw(dice, world)
        const broken = restaking.broken(world.state, world.block)
        expect(broken, `seed ${seed}, step ${step}`).toEqual([])
      }
    }
  })

  test('behavior: meets the errors that the rules know, and every verb succeeds', () => {
    const met = new Set<string>()
    for (let seed = 1; seed <= 25; seed++)
      for (const { fn, expect } of generate(seed, 200).steps)
        met.add(expect.ok ? fn : `${expect.error}`)

    expect([...met].sort()).toMatchInlineSnapshot(`
      [
        "ActivelyDelegated",
        "AlreadyInitialized",
        "AlreadyMemberOfSet",
        "CallerCannotUndelegate",
        "CannotCheckpointTwiceInSingleBlock",
        "EigenPodAlreadyExists",
        "FullySlashed",
        "InputAddressZero",
        "InputArrayLengthMismatch",
        "InputArrayLengthZero",
        "InsufficientMagnitude",
        "InsufficientWithdrawableBalance",
        "InvalidCaller",
        "InvalidOperator",
        "InvalidOperatorSet",
        "InvalidPermissions",
        "InvalidRedistributionRecipient",
        "InvalidSignature",
        "InvalidStrategy",
        "InvalidWadToSlash",
        "ModificationAlreadyPending",
        "NewSharesZero",
        "NotActivelyDelegated",
        "NotMemberOfSet",
        "OnlyAllocationManager",
        "OnlyDelegationManager",
        "OnlyEigenPod",
        "OnlyEigenPodManager",
        "OnlyEigenPodOwnerOrProofSubmitter",
        "OnlyStrategyManager",
        "OnlyStrategyManagerOrEigenPodManager",
        "OnlyStrategyWhitelister",
        "OnlyUnderlyingToken",
        "OperatorNotRegistered",
        "OperatorNotSlashable",
        "OperatorsCannotUndelegate",
        "SameMagnitude",
        "SharesAmountTooHigh",
        "SharesAmountZero",
        "SharesNegative",
        "SharesNotMultipleOfGwei",
        "StrategiesMustBeInAscendingOrder",
        "StrategyAlreadyInOperatorSet",
        "StrategyNotInOperatorSet",
        "StrategyNotWhitelisted",
        "TotalSharesExceedsMax",
        "UninitializedAllocationDelay",
        "WithdrawalDelayNotElapsed",
        "WithdrawalNotQueued",
        "WithdrawerNotCaller",
        "addStrategiesToOperatorSet",
        "clearBurnOrRedistributableShares",
        "clearBurnOrRedistributableSharesByStrategy",
        "clearDeallocationQueue",
        "completeQueuedWithdrawal",
        "completeQueuedWithdrawals",
        "convertToDepositShares",
        "createOperatorSets",
        "createPod",
        "createRedistributingOperatorSets",
        "delegateTo",
        "depositIntoStrategy",
        "deregisterFromOperatorSets",
        "getMaxMagnitudesAtBlock",
        "modifyAllocations",
        "queueWithdrawals",
        "receive",
        "recordBeaconChainETHBalanceUpdate",
        "redelegate",
        "registerAsOperator",
        "registerForOperatorSets",
        "removeStrategiesFromOperatorSet",
        "setAllocationDelay",
        "sharesToUnderlyingView",
        "slashOperator",
        "startCheckpoint",
        "transfer",
        "undelegate",
        "underlyingToSharesView",
        "updateAVSMetadataURI",
      ]
    `)
  })
})

describe('the stored histories of restaking', () => {
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
    const fresh = Array.from({ length: 6 }, (_, i) => generate(seed + i, 200))

    expect(await replay([...readTraces().map(({ trace }) => trace), ...fresh])).toMatchObject({
      type: 'agreed',
    })
  }, 600_000)

  test('behavior: a delay of one block more is found, and named', async () => {
    const told = readTraces().find(({ name }) => name.startsWith('a-tenth'))!.trace
    const wrong = structuredClone(told)
    wrong.genesis.parameters.withdrawalDelay += 1n

    const result = await replay([wrong])
    expect(result).toMatchObject({ type: 'differed' })
    expect(result.type === 'differed' && result.reason).toContain('completeQueuedWithdrawal')
  }, 600_000)
})

function freshSeed(): number {
  const seed = Math.floor(Math.random() * 2 ** 31)
  console.log(`seed ${seed}`)
  return seed
}
