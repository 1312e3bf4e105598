import type { State } from '@cairn/spec'
import { type Dice, oneIn, pick, weighted } from '../dice.ts'
import { users } from '../names.ts'

export function drawUser(dice: Dice): string {
  return weighted(dice, [
    [12, pick(dice, users)],
    [1, 'eve'],
  ])
}

/** Whoever owns some of `of`, mostly. */
export function drawHolder(dice: Dice, of: ReadonlyMap<string, unknown>): string {
  const holders = users.filter((user) => of.has(user))
  return holders.length > 0 && !oneIn(dice, 10) ? pick(dice, holders) : drawUser(dice)
}

/** A receiver; now and then one that no shares may go to. */
export function drawReceiver(dice: Dice): string {
  if (oneIn(dice, 40)) return pick(dice, ['zero', 'vault', 'queue'])
  return drawUser(dice)
}

/** A receiver of ether: the vault takes it as a donation. */
export function drawPayee(dice: Dice): string {
  return oneIn(dice, 20) ? pick(dice, ['vault', 'treasury', 'keeper']) : drawUser(dice)
}

/** Mostly the owner, else somebody who may or may not act for it. */
export function drawActor(dice: Dice, state: State, owner: string): string {
  if (!oneIn(dice, 4)) return owner
  const operators = [...(state.operators.get(owner) ?? [])]
  return operators.length > 0 && oneIn(dice, 2) ? pick(dice, operators) : drawUser(dice)
}
