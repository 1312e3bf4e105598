import { restaking, weiPerGwei } from '@cairn/spec'
import { type Dice, near, oneIn, pick, upTo, weighted } from '../../dice.ts'
import type { Call } from '../trace.ts'
import { drawErc20, drawStaker, orIntruder, tokenOf } from './people.ts'
import type { World } from './world.ts'

const thousand = 10n ** 21n

/** Whoever has a pod. */
function drawOwner(dice: Dice, { state }: World): string {
  return pick(dice, [...state.pods.keys()])
}

export function drawCreatePod(dice: Dice): Call {
  return { from: drawStaker(dice), to: 'podManager', fn: 'createPod', args: [] }
}

/** Ether for a pod: a withdrawal, a tip, a gift. */
export function drawIncome(dice: Dice, world: World): Call {
  return {
    from: drawStaker(dice),
    to: restaking.podName(drawOwner(dice, world)),
    fn: 'receive',
    args: [],
    value: upTo(dice, thousand),
  }
}

export function drawStartCheckpoint(dice: Dice, world: World): Call {
  const owner = drawOwner(dice, world)
  return {
    from: orIntruder(dice, owner),
    to: restaking.podName(owner),
    fn: 'startCheckpoint',
    args: [false],
  }
}

/** What a pod with validators reports: they gained or lost, mostly a little. */
export function drawBalanceUpdate(dice: Dice, world: World): Call {
  const owner = drawOwner(dice, world)
  const { payable } = world.state.pods.get(owner)!
  const all = world.found.get(owner) ?? 0n
  const previous = all + (payable as bigint) * weiPerGwei
  const gwei = previous / weiPerGwei
  const change = weighted(dice, [
    [4, upTo(dice, 2_048n * 10n ** 9n)],
    [3, gwei === 0n ? 1n : -upTo(dice, gwei / 8n)],
    [1, gwei === 0n ? 32n * 10n ** 9n : -upTo(dice, gwei)],
    [1, 0n],
    [1, oneIn(dice, 4) ? -gwei : 1n],
  ])
  const wei = oneIn(dice, 30) ? 1n : change * weiPerGwei
  return {
    from: orIntruder(dice, restaking.podName(owner)),
    to: 'podManager',
    fn: 'recordBeaconChainETHBalanceUpdate',
    args: [oneIn(dice, 30) ? 'zero' : owner, previous, wei],
  }
}

/** A gift to a strategy, or what its token takes from it in a bad day. */
export function drawRebase(dice: Dice, { state }: World): Call {
  const strategy = drawErc20(dice)
  const token = tokenOf(strategy)
  const balance = restaking.tokensOf(state, token, strategy) as bigint
  return oneIn(dice, 3)
    ? { from: strategy, to: token, fn: 'transfer', args: ['burn', upTo(dice, balance / 4n)] }
    : { from: drawStaker(dice), to: token, fn: 'transfer', args: [strategy, upTo(dice, thousand)] }
}

/** A view: what is read has to be right, too. */
export function drawRead(dice: Dice, { state }: World, at: bigint): Call {
  const strategy = drawErc20(dice)
  const staker = drawStaker(dice)
  const operator = state.stakers.get(staker)?.operator
  const factor = restaking.factorOf(state, staker, operator, strategy)
  const amount = upTo(dice, thousand)
  const read = { from: 'eve', to: strategy }
  return pick<Call>(dice, [
    { ...read, fn: 'sharesToUnderlyingView', args: [amount] },
    { ...read, fn: 'underlyingToSharesView', args: [amount] },
    {
      ...read,
      to: 'allocation',
      fn: 'getMaxMagnitudesAtBlock',
      args: [
        pick(dice, ['otto', 'olga']),
        [strategy, 'beacon'],
        at - (BigInt(dice.throw(60)) % at),
      ],
    },
    // With nothing left of a factor there is no answer.
    factor === 0n
      ? { ...read, fn: 'sharesToUnderlyingView', args: [near(dice, 0n)] }
      : {
          ...read,
          to: 'delegation',
          fn: 'convertToDepositShares',
          args: [staker, [strategy], [amount]],
        },
  ])
}

/** What only the contracts may ask of each other. */
export function drawIntrusion(dice: Dice): Call {
  const from = pick(dice, ['eve', 'slasher', 'avs', 'otto'])
  const set = { avs: 'avs', id: 0n }
  return pick<Call>(dice, [
    {
      from,
      to: 'delegation',
      fn: 'increaseDelegatedShares',
      args: [from, 'steth', 0n, 1n],
    },
    { from, to: 'delegation', fn: 'decreaseDelegatedShares', args: ['alice', 1n, 1n] },
    {
      from,
      to: 'delegation',
      fn: 'slashOperatorShares',
      args: ['otto', set, 1n, 'steth', 2n, 1n],
    },
    { from, to: 'strategyManager', fn: 'addShares', args: [from, 'steth', 1n] },
    { from, to: 'podManager', fn: 'addShares', args: [from, 'beacon', 1n] },
    { from, to: 'strategyManager', fn: 'removeDepositShares', args: ['alice', 'steth', 1n] },
    { from, to: 'podManager', fn: 'removeDepositShares', args: ['alice', 'beacon', 1n] },
    {
      from,
      to: 'strategyManager',
      fn: 'withdrawSharesAsTokens',
      args: [from, 'steth', 'STETH', 1n],
    },
    { from, to: 'podManager', fn: 'withdrawSharesAsTokens', args: [from, 'beacon', 'zero', 1n] },
    {
      from,
      to: pick(dice, ['strategyManager', 'podManager']),
      fn: 'increaseBurnOrRedistributableShares',
      args: [set, 1n, 'steth', 1n],
    },
    { from, to: 'strategyManager', fn: 'addStrategiesToDepositWhitelist', args: [['beacon']] },
    { from, to: 'steth', fn: 'deposit', args: ['STETH', 1n] },
    { from, to: 'steth', fn: 'withdraw', args: [from, 'STETH', 1n] },
    { from, to: 'steth', fn: 'initialize', args: ['RETH'] },
    { from, to: "alice's pod", fn: 'withdrawRestakedBeaconChainETH', args: [from, 1n] },
  ])
}
