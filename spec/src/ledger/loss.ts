import { min, uint80Max } from '../math.ts'
import type { Money } from '../state.ts'
import type { Wei } from '../units.ts'

/** Books `amount` into accrued `money`, whole and at once: first from what hasn't vested, then from the rate. */
export function loss(money: Money, amount: Wei) {
  const hit = min(amount, money.unvested)
  // One wei stays, so that the rate keeps a meaning.
  const rest = min(amount - hit, money.backing - money.unvested - 1n)

  money.unvested -= hit
  money.backing -= hit + rest
  money.deficit = min(money.deficit + rest, uint80Max)
}
