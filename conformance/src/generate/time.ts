import { type Dice, near, oneIn, pick, weighted } from '../dice.ts'
import type { World } from './world.ts'

/** When the next call is made: mostly soon; now and then at a moment that a rule names, or a second beside it. */
export function drawTime(dice: Dice, { state, now: last, tick }: World): bigint {
  const now = last + tick
  const { money, parameters } = state
  if (oneIn(dice, 14)) {
    const moment = pick(dice, [
      money.provenAt + parameters.freshFor,
      money.provenAt + parameters.staleAfter,
      money.until,
      (money.since + money.until) / 2n,
    ])
    const then = near(dice, moment)
    if (then >= now && then - now < 20n * 86_400n) return then
  }

  return (
    now +
    weighted(dice, [
      [10, 0n],
      [6, 12n],
      [3, 1n],
      [3, BigInt(dice.throw(600))],
      [2, BigInt(dice.throw(7_200))],
      [1, BigInt(dice.throw(50_000))],
    ])
  )
}

/** A deadline, if the caller sets one: kept, kept to the second, or missed by one. */
export function drawDeadline(dice: Dice, at: bigint): bigint {
  return (
    at +
    weighted(dice, [
      [6, 1_000n],
      [1, 0n],
      [1, 1n],
      [1, -1n],
    ])
  )
}
