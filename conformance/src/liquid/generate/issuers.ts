import { accrue, balance, liquid, queuedShares } from '@cairn/spec'
import { type Dice, oneIn, upTo, weighted } from '../../dice.ts'
import type { Call } from '../trace.ts'
import type { World } from '../world.ts'
import { drawUser, forever } from './people.ts'

const ether = 10n ** 18n

/** csETH's checkpoint: opens, or finds a little more or less than was there. */
export function drawCheckpoint(dice: Dice, { csETH, execution }: World, now: bigint): Call {
  const { money } = csETH
  if (!money.open) return { from: 'registry', to: 'csETH', fn: 'open', args: [] }

  const before = money.backingAtOpen as bigint
  const change = weighted(dice, [
    [4, upTo(dice, before / 1_000n)],
    [3, -upTo(dice, before / 100n)],
    [2, 0n],
    [1, -upTo(dice, before / 2n)],
  ])
  const outside = before + change - execution
  const args = outside < 0n ? [execution, 0n, now - 12n] : [execution, outside, now - 12n]
  return { from: 'registry', to: 'csETH', fn: 'close', args }
}

/** What happens to csETH besides: validators, a proven slashing, its line. */
export function drawStakedEther(dice: Dice, world: World, now: bigint): Call {
  const { csETH } = world
  const money = accrue(csETH.money, csETH.parameters, now)
  const { stakeable } = balance(money, csETH.parameters, queuedShares(csETH.queue))
  const call = { from: 'registry', to: 'csETH' }
  return weighted<Call>(dice, [
    [6, { from: 'keeper', to: 'csETH', fn: 'fill', args: [forever] }],
    [3, { ...call, fn: 'stake', args: [upTo(dice, stakeable)] }],
    [1, { ...call, fn: 'suspend', args: [] }],
    [
      2,
      { from: drawUser(dice), to: 'csETH', fn: 'depositETH', args: ['alice'], value: 10n * ether },
    ],
  ])
}

/** The other token's reporter says that there is more, and brings it; or less. */
export function drawReport(dice: Dice, { liquid: state }: World): Call {
  const { assets } = liquid.issuerOf(state, 'rpt')
  const pooled = assets as bigint
  const change = oneIn(dice, 3) ? -upTo(dice, pooled / 20n) : upTo(dice, pooled / 200n)
  const call = { from: 'reporter', to: 'rptETH', fn: 'report', args: [pooled + change] }
  return change > 0n ? { ...call, value: change } : call
}
