import { min, mulDivUp, uint80Max } from '../math.ts'
import type { Money } from '../state.ts'
import type { Shares } from '../units.ts'

/** Changes the supply at an unchanged rate. The high-water mark is per share, so its distance scales along; up, because
 * a farther mark only delays the fee. */
export function setSupply(money: Money, shares: Shares) {
  if (money.deficit > 0n)
    money.deficit = min(mulDivUp(money.deficit, shares, money.shares), uint80Max)
  money.shares = shares
}
