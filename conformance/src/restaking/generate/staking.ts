import { restaking } from '@cairn/spec'
import { type Dice, near, oneIn, pick, upTo, weighted } from '../../dice.ts'
import type { Call } from '../trace.ts'
import {
  drawErc20,
  drawHolder,
  drawOperator,
  drawStaker,
  drawStrategy,
  orIntruder,
  tokenOf,
} from './people.ts'
import type { World } from './world.ts'

const million = 10n ** 24n
const unsigned = { signature: '0x', expiry: (1n << 256n) - 1n }
const salt = `0x${'5a'.repeat(32)}`

export function drawDeposit(dice: Dice, { state }: World): Call {
  const strategy = oneIn(dice, 24) ? drawStrategy(dice) : drawErc20(dice)
  const room = 10n ** 38n - (state.strategies.get(strategy)!.shares as bigint)
  const amount = weighted(dice, [
    [12, 1n + upTo(dice, million)],
    [2, near(dice, 1n)],
    [1, oneIn(dice, 4) ? near(dice, room) : 10n ** 18n],
  ])
  const token = oneIn(dice, 24) ? 'RETH' : tokenOf(strategy)
  return {
    from: drawStaker(dice),
    to: 'strategyManager',
    fn: 'depositIntoStrategy',
    args: [strategy, token === 'zero' ? 'STETH' : token, amount],
  }
}

export function drawRegisterAsOperator(dice: Dice): Call {
  return {
    from: pick(dice, ['carol', drawStaker(dice)]),
    to: 'delegation',
    fn: 'registerAsOperator',
    args: [pick(dice, ['guard', 'zero', 'alice']), BigInt(dice.throw(20)), ''],
  }
}

export function drawDelegateTo(dice: Dice, { state }: World): Call {
  const free = ['alice', 'bob', 'carol'].filter((name) => !state.stakers.get(name)?.operator)
  const from = free.length > 0 && !oneIn(dice, 8) ? pick(dice, free) : drawStaker(dice)
  return {
    from,
    to: 'delegation',
    fn: 'delegateTo',
    args: [drawOperator(dice), unsigned, salt],
  }
}

export function drawUndelegate(dice: Dice, { state }: World): Call {
  const staker = drawStaker(dice)
  const operator = state.stakers.get(staker)?.operator ?? 'otto'
  const approver = state.operators.get(operator)?.approver ?? 'guard'
  return {
    from: pick(dice, [staker, staker, operator, approver, drawStaker(dice)]),
    to: 'delegation',
    fn: 'undelegate',
    args: [staker],
  }
}

export function drawRedelegate(dice: Dice): Call {
  return {
    from: drawStaker(dice),
    to: 'delegation',
    fn: 'redelegate',
    args: [drawOperator(dice), unsigned, salt],
  }
}

export function drawQueueWithdrawals(dice: Dice, world: World): Call {
  const from = drawHolder(dice, world)
  const count = weighted(dice, [
    [8, 1],
    [2, 2],
    [1, 3],
  ])
  const params = Array.from({ length: count }, () => drawQueued(dice, world, from))
  return { from, to: 'delegation', fn: 'queueWithdrawals', args: [params] }
}

function drawQueued(dice: Dice, { state }: World, from: string) {
  const held = restaking.depositedShares(state, from).map(([strategy]) => strategy)
  const count = weighted(dice, [
    [8, 1],
    [2, 2],
    [1, 0],
  ])
  const strategies = Array.from({ length: count }, () =>
    held.length > 0 && !oneIn(dice, 12) ? pick(dice, held) : drawStrategy(dice),
  )
  const depositShares = strategies.map((strategy) => {
    const all = restaking.depositSharesOf(state, from, strategy) as bigint
    return weighted(dice, [
      [4, 1n + upTo(dice, all - 1n)],
      [2, all],
      [1, near(dice, all)],
      [1, all / 2n],
    ])
  })
  if (oneIn(dice, 40)) depositShares.pop()
  return { strategies, depositShares, deprecatedWithdrawer: 'zero' }
}

/** One that is ripe, mostly; now and then one that isn't, or was completed, or is somebody else's. */
export function drawComplete(dice: Dice, world: World, at: bigint): Call {
  const { state, completed } = world
  const pending = [...state.withdrawals.values()]
  const ripe = pending.filter((of) => at > restaking.lastSlashableBlock(state, of))
  const from = weighted(dice, [
    [ripe.length > 0 ? 12 : 0, ripe],
    [pending.length > 0 ? 2 : 0, pending],
    [completed.length > 0 ? 1 : 0, completed],
  ])
  if (!from || from.length === 0) return drawQueueWithdrawals(dice, world)

  const withdrawal = altered(dice, pick(dice, from))
  const tokens = withdrawal.strategies.map((strategy) =>
    oneIn(dice, 30) ? 'RETH' : tokenOf(strategy),
  )
  if (oneIn(dice, 40)) tokens.pop()
  const asTokens = oneIn(dice, 2)
  const call = { from: orIntruder(dice, withdrawal.staker), to: 'delegation' }
  const own = ripe.filter(({ staker }) => staker === withdrawal.staker)
  if (own.length > 1 && oneIn(dice, 4))
    return {
      ...call,
      fn: 'completeQueuedWithdrawals',
      args: [
        own.map(structOf),
        own.map(({ strategies }) => strategies.map(tokenOf)),
        own.map(() => oneIn(dice, 2)),
      ],
    }
  return {
    ...call,
    fn: 'completeQueuedWithdrawal',
    args: [structOf(withdrawal), tokens, asTokens],
  }
}

function altered(dice: Dice, withdrawal: restaking.Withdrawal): restaking.Withdrawal {
  if (!oneIn(dice, 24)) return withdrawal
  const change = pick<Partial<restaking.Withdrawal>>(dice, [
    { startBlock: (withdrawal.startBlock as bigint) - 1n },
    { nonce: withdrawal.nonce + 1n },
    { delegatedTo: 'olga' },
    { scaledShares: withdrawal.scaledShares.map((shares) => (shares as bigint) + 1n) },
  ])
  return { ...withdrawal, ...change }
}

function structOf(withdrawal: restaking.Withdrawal) {
  const { startBlock, scaledShares, ...rest } = withdrawal
  return {
    ...rest,
    startBlock: startBlock as bigint,
    scaledShares: scaledShares.map((shares) => shares as bigint),
  }
}
