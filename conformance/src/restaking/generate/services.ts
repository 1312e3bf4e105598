import { restaking, wad } from '@cairn/spec'
import { type Dice, near, oneIn, pick, upTo, weighted } from '../../dice.ts'
import { strategies } from '../names.ts'
import type { Call } from '../trace.ts'
import {
  drawMembership,
  drawOperator,
  drawSet,
  drawStrategy,
  drawStrategyOf,
  orIntruder,
} from './people.ts'
import type { World } from './world.ts'

const uint64Max = (1n << 64n) - 1n

export function drawRegister(dice: Dice): Call {
  const operator = drawOperator(dice)
  const ids = Array.from({ length: 1 + dice.throw(2) }, () => drawSet(dice).id)
  return {
    from: orIntruder(dice, operator),
    to: 'allocation',
    fn: 'registerForOperatorSets',
    args: [operator, { avs: 'avs', operatorSetIds: ids, data: '0x' }],
  }
}

export function drawDeregister(dice: Dice): Call {
  const operator = drawOperator(dice)
  return {
    from: pick(dice, [operator, operator, 'avs', orIntruder(dice, operator)]),
    to: 'allocation',
    fn: 'deregisterFromOperatorSets',
    args: [{ operator, avs: 'avs', operatorSetIds: [drawSet(dice).id] }],
  }
}

export function drawSetAllocationDelay(dice: Dice): Call {
  const operator = drawOperator(dice)
  return {
    from: orIntruder(dice, operator),
    to: 'allocation',
    fn: 'setAllocationDelay',
    args: [operator, BigInt(dice.throw(30))],
  }
}

export function drawModifyAllocations(dice: Dice, world: World, at: bigint): Call {
  const { operator, set: first } = drawMembership(dice, world, at)
  const params = Array.from({ length: oneIn(dice, 3) ? 2 : 1 }, (_, i) => {
    const set = i === 0 ? first : drawSet(dice)
    const count = oneIn(dice, 4) ? 2 : 1
    const chosen = Array.from({ length: count }, () => drawStrategyOf(dice, world, set))
    const newMagnitudes = chosen.map((strategy) =>
      drawMagnitude(dice, world, { operator, set, strategy, at }),
    )
    if (oneIn(dice, 40)) newMagnitudes.pop()
    return { operatorSet: set, strategies: chosen, newMagnitudes }
  })
  return {
    from: orIntruder(dice, operator),
    to: 'allocation',
    fn: 'modifyAllocations',
    args: [operator, params],
  }
}

function drawMagnitude(
  dice: Dice,
  { state }: World,
  {
    operator,
    set,
    strategy,
    at,
  }: {
    operator: string
    set: restaking.SetId
    strategy: string
    at: bigint
  },
): bigint {
  const of = state.operators.get(operator)
  const { magnitude } = restaking.allocationAt(of, restaking.keyOf(set), strategy, at)
  const now = magnitude as bigint
  const free = restaking.allocatable(state, operator, strategy, at) as bigint
  const value = weighted(dice, [
    [free > 0n ? 6 : 0, now + 1n + upTo(dice, free - 1n)],
    [free > 0n ? 2 : 0, near(dice, now + free)],
    [now > 0n ? 3 : 0, upTo(dice, now - 1n)],
    [now > 0n ? 2 : 0, 0n],
    [1, near(dice, now)],
    [1, near(dice, wad)],
  ])
  return value > uint64Max ? uint64Max : value
}

export function drawClearDeallocations(dice: Dice): Call {
  const chosen = Array.from({ length: 1 + dice.throw(2) }, () => drawStrategy(dice))
  const numToClear = chosen.map(() => BigInt(pick(dice, [1, 65_535, 2, 0])))
  if (oneIn(dice, 20)) numToClear.pop()
  return {
    from: 'eve',
    to: 'allocation',
    fn: 'clearDeallocationQueue',
    args: [drawOperator(dice), chosen, numToClear],
  }
}

export function drawSlash(dice: Dice, world: World, at: bigint): Call {
  const { operator, set } = drawMembership(dice, world, at)
  const order = strategies.map(({ name }) => name)
  const included = world.state.sets.get(restaking.keyOf(set))?.strategies ?? new Set()
  const chosen = order.filter((name) => included.has(name) && !oneIn(dice, 2))
  const list = chosen.length > 0 ? chosen : [drawStrategyOf(dice, world, set)]
  if (oneIn(dice, 20)) list.reverse()
  const wadsToSlash = list.map(() =>
    weighted(dice, [
      [3, 1n + upTo(dice, wad - 1n)],
      [3, wad / 10n],
      [2, wad / 2n],
      [2, near(dice, 1n)],
      [1, oneIn(dice, 3) ? near(dice, wad) : wad / 3n],
    ]),
  )
  if (oneIn(dice, 40)) wadsToSlash.pop()
  return {
    from: orIntruder(dice, 'slasher'),
    to: 'allocation',
    fn: 'slashOperator',
    args: [
      'avs',
      {
        operator,
        operatorSetId: set.id,
        strategies: list,
        wadsToSlash,
        description: 'signed twice',
      },
    ],
  }
}

/** What some slash took; now and then what none did. */
export function drawClear(dice: Dice, { state }: World): Call {
  const open = [...state.slashed].flatMap(([key, ofSet]) =>
    [...ofSet.keys()].map((slashId) => ({ set: state.sets.get(key)!, slashId })),
  )
  const { set, slashId } =
    open.length > 0 && !oneIn(dice, 8)
      ? pick(dice, open)
      : { set: drawSet(dice), slashId: BigInt(1 + dice.throw(6)) }
  const call = { from: 'eve', to: 'strategyManager' }
  const operatorSet = { avs: set.avs, id: set.id as bigint }
  return oneIn(dice, 2)
    ? { ...call, fn: 'clearBurnOrRedistributableShares', args: [operatorSet, slashId] }
    : {
        ...call,
        fn: 'clearBurnOrRedistributableSharesByStrategy',
        args: [operatorSet, slashId, drawStrategy(dice)],
      }
}

/** The AVS takes strategies in or out, or makes another set. */
export function drawSetChange(dice: Dice, world: World): Call {
  const set = drawSet(dice)
  const call = { from: orIntruder(dice, 'avs'), to: 'allocation' }
  const strategy = drawStrategyOf(dice, world, set)
  if (oneIn(dice, 3)) {
    const slasher = pick(dice, ['slasher', 'slasher', 'zero'])
    const made = { operatorSetId: set.id, strategies: [drawStrategy(dice)], slasher }
    const recipient = pick(dice, ['victim', 'victim', 'zero', 'burn'])
    return oneIn(dice, 2)
      ? { ...call, fn: 'createOperatorSets', args: ['avs', [made]] }
      : { ...call, fn: 'createRedistributingOperatorSets', args: ['avs', [made], [recipient]] }
  }
  return oneIn(dice, 2)
    ? { ...call, fn: 'removeStrategiesFromOperatorSet', args: ['avs', set.id, [strategy]] }
    : { ...call, fn: 'addStrategiesToOperatorSet', args: ['avs', set.id, [drawStrategy(dice)]] }
}
