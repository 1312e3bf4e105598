import { restaking } from '@cairn/spec'
import { type Dice, oneIn, pick, weighted } from '../../dice.ts'
import { operators, sets, stakers, strategies } from '../names.ts'
import type { World } from './world.ts'

export function drawStaker(dice: Dice): string {
  return weighted(dice, [
    [12, pick(dice, stakers)],
    [1, 'eve'],
  ])
}

/** Whoever has deposit shares, mostly. */
export function drawHolder(dice: Dice, { state }: World): string {
  const holders = stakers.filter((name) => restaking.depositedShares(state, name).length > 0)
  return holders.length > 0 && !oneIn(dice, 8) ? pick(dice, holders) : drawStaker(dice)
}

export function drawOperator(dice: Dice): string {
  return weighted(dice, [
    [8, pick(dice, ['otto', 'olga'])],
    [2, pick(dice, operators)],
    [1, drawStaker(dice)],
  ])
}

/** `account`, mostly; now and then somebody who mayn't. */
export function orIntruder(dice: Dice, account: string): string {
  return oneIn(dice, 16) ? drawStaker(dice) : account
}

export function drawStrategy(dice: Dice): string {
  return pick(dice, strategies).name
}

export function drawErc20(dice: Dice): string {
  return pick(dice, ['steth', 'reth', 'cseth'])
}

export function tokenOf(strategy: string): string {
  return strategies.find(({ name }) => name === strategy)!.token
}

/** One that is there, mostly. */
export function drawSet(dice: Dice): { avs: string; id: bigint } {
  const { avs, id } = oneIn(dice, 12) ? sets[3]! : pick(dice, sets.slice(0, 3))
  return { avs, id: id as bigint }
}

export function drawStrategyOf(dice: Dice, { state }: World, set: restaking.SetId): string {
  const included = [...(state.sets.get(restaking.keyOf(set))?.strategies ?? [])]
  return included.length > 0 && !oneIn(dice, 10) ? pick(dice, included) : drawStrategy(dice)
}

/** A set, and an operator that it can slash, if there is one; now and then any of both. */
export function drawMembership(
  dice: Dice,
  { state }: World,
  at: bigint,
): { operator: string; set: { avs: string; id: bigint } } {
  const members = operators.flatMap((operator) =>
    sets
      .filter((set) => restaking.isOperatorSlashable(state, { operator, set, block: at }))
      .map(({ avs, id }) => ({ operator, set: { avs, id: id as bigint } })),
  )
  if (members.length > 0 && !oneIn(dice, 10)) return pick(dice, members)
  return { operator: drawOperator(dice), set: drawSet(dice) }
}
