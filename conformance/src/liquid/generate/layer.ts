import { restaking, wad, weiPerGwei } from '@cairn/spec'
import { type Dice, near, oneIn, pick, upTo, weighted } from '../../dice.ts'
import { delegators, operators } from '../names.ts'
import type { Call, Moment } from '../trace.ts'
import type { World } from '../world.ts'
import { drawOperator, drawSet, drawStrategy, orIntruder } from './people.ts'

const thousand = 10n ** 21n

export function drawRegister(dice: Dice): Call {
  const [operator, { avs, id }] = [drawOperator(dice), drawSet(dice)]
  return {
    from: operator,
    to: 'allocation',
    fn: 'registerForOperatorSets',
    args: [operator, { avs, operatorSetIds: [id as bigint], data: '0x' }],
  }
}

export function drawSetAllocationDelay(dice: Dice): Call {
  const operator = drawOperator(dice)
  return {
    from: orIntruder(dice, operator),
    to: 'allocation',
    fn: 'setAllocationDelay',
    args: [operator, pick(dice, [20n, 19n, 18n, 5n])],
  }
}

/** What every ceiling is about: a part of what is left, all of it, none, or one beside those. */
export function drawAllocate(dice: Dice, { liquid: state }: World, { block }: Moment): Call {
  const { restaking: layer } = state
  const [operator, set, strategy] = [drawOperator(dice), drawSet(dice), drawStrategy(dice)]
  const of = layer.operators.get(operator)
  const now = restaking.allocationAt(of, restaking.keyOf(set), strategy, block).magnitude as bigint
  const free = restaking.allocatable(layer, operator, strategy, block) as bigint
  const most = restaking.maxMagnitude(of, strategy) as bigint
  const magnitude = weighted(dice, [
    [5, now + upTo(dice, free)],
    [3, now + free / 8n],
    [2, near(dice, (most * 8n) / 10n)],
    [1, near(dice, now + free)],
    [2, now / 2n],
    [1, 0n],
  ])
  const params = { operatorSet: set as never, strategies: [strategy], newMagnitudes: [magnitude] }
  return {
    from: orIntruder(dice, operator),
    to: 'allocation',
    fn: 'modifyAllocations',
    args: [operator, [params]],
  }
}

/** Of somebody who can be slashed, mostly. */
export function drawSlash(dice: Dice, { liquid: state }: World, { block }: Moment): Call {
  const { restaking: layer } = state
  const exposed = operators.flatMap((operator) => {
    const of = layer.operators.get(operator)
    return [...(of?.allocations ?? [])].flatMap(([key, byStrategy]) =>
      [...byStrategy.keys()]
        .filter((strategy) => {
          const { magnitude } = restaking.allocationAt(of, key, strategy, block)
          return (magnitude as bigint) > 0n
        })
        .map((strategy) => ({ operator, set: layer.sets.get(key)!, strategy })),
    )
  })
  const { operator, set, strategy } =
    exposed.length > 0 && !oneIn(dice, 12)
      ? pick(dice, exposed)
      : { operator: drawOperator(dice), set: drawSet(dice), strategy: drawStrategy(dice) }
  const part = weighted(dice, [
    [4, wad / 10n],
    [3, 1n + upTo(dice, wad - 1n)],
    [2, wad],
    [1, (wad * 99n) / 100n],
    [1, near(dice, 1n)],
    [1, wad / 2n],
  ])
  return {
    from: orIntruder(dice, set.avs),
    to: 'allocation',
    fn: 'slashOperator',
    args: [
      set.avs,
      {
        operator,
        operatorSetId: set.id as bigint,
        strategies: [strategy],
        wadsToSlash: [part],
        description: 'signed twice',
      },
    ],
  }
}

/** An operator puts a delegator out. */
export function drawUndelegate(dice: Dice): Call {
  const at = dice.throw(delegators.length)
  const from = oneIn(dice, 8) ? pick(dice, operators) : operators[at]!
  return { from, to: 'delegation', fn: 'undelegate', args: [delegators[at]!] }
}

/** Ether for a pod, and a checkpoint that finds it. */
export function drawIncome(dice: Dice): Call {
  const index = pick(dice, delegators)
  if (oneIn(dice, 2))
    return { from: 'keeper', to: 'native', fn: 'startCheckpoint', args: [index, false] }
  const value = upTo(dice, thousand / 8n)
  return { from: 'eve', to: restaking.podName(index), fn: 'receive', args: [], value }
}

/** What a pod with validators reports: they gained or lost, mostly a little. */
export function drawBalanceUpdate(dice: Dice, { liquid: state }: World): Call {
  const index = pick(dice, delegators)
  const pod = restaking.podName(index)
  const { restaking: layer } = state
  const previous = restaking.depositSharesOf(layer, index, 'beacon') as bigint
  const gwei = previous / weiPerGwei
  const change = weighted(dice, [
    [4, upTo(dice, 64n * 10n ** 9n)],
    [3, gwei === 0n ? 32n * 10n ** 9n : -upTo(dice, gwei / 8n)],
    [1, gwei === 0n ? 32n * 10n ** 9n : -upTo(dice, gwei)],
    [1, 0n],
    [1, oneIn(dice, 4) ? -gwei : 1n],
  ])
  return {
    from: orIntruder(dice, pod),
    to: 'podManager',
    fn: 'recordBeaconChainETHBalanceUpdate',
    args: [index, (previous / weiPerGwei) * weiPerGwei, change * weiPerGwei],
  }
}

/** A gift to a strategy. */
export function drawRebase(dice: Dice): Call {
  const [to, strategy] = pick(dice, [
    ['csETH', 'cseth strategy'],
    ['rptETH', 'rpt strategy'],
  ])
  return { from: 'bob', to: to!, fn: 'transfer', args: [strategy!, upTo(dice, 10n ** 18n)] }
}
