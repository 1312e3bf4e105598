import { liquid } from '@cairn/spec'
import { type Dice, oneIn, pick, weighted } from '../../dice.ts'
import { assets, delegators, operators, sets, users } from '../names.ts'
import type { World } from '../world.ts'

export const forever = (1n << 256n) - 1n

export function drawUser(dice: Dice): string {
  return pick(dice, users)
}

/** Whoever does what anyone may. */
export function drawKeeper(dice: Dice): string {
  return pick(dice, ['keeper', 'keeper', 'eve', ...users])
}

/** A duty is done where it is tipped, or where it isn't. */
export function drawDesk(dice: Dice): string {
  return pick(dice, ['tips', 'spread'])
}

/** `account`, mostly; now and then somebody who mayn't. */
export function orIntruder(dice: Dice, account: string): string {
  return oneIn(dice, 16) ? pick(dice, ['eve', 'alice', 'nora']) : account
}

/** Now and then one that isn't. */
export function drawIndex(dice: Dice): string {
  return weighted(dice, [
    [16, pick(dice, delegators)],
    [1, 'nowhere'],
  ])
}

export function drawAsset(dice: Dice): string {
  return weighted(dice, [
    [6, 'cseth'],
    [4, 'rpt'],
    [3, liquid.ETHER],
    [1, 'nothing'],
  ])
}

/** One that is a token, mostly. */
export function drawToken(dice: Dice): string {
  return weighted(dice, [
    [8, 'cseth'],
    [5, 'rpt'],
    [1, pick(dice, [liquid.ETHER, 'nothing'])],
  ])
}

export function drawOperator(dice: Dice): string {
  return pick(dice, operators)
}

export function drawSet(dice: Dice) {
  return weighted(dice, [
    [6, sets[0]!],
    [4, sets[1]!],
    [3, sets[2]!],
    [1, sets[3]!],
  ])
}

export function drawStrategy(dice: Dice): string {
  return pick(dice, [assets[1].strategy, assets[2].strategy, assets[0].strategy])
}

/** What `attempt` would make of it is looked at without doing it. */
export function moment({ block }: World, at: bigint): liquid.Env {
  return { now: at, block, sender: 'keeper' }
}
