import { accrue, ether, toAssetsUp, toSharesDown } from '@cairn/spec'
import { type Dice, near, oneIn, pick, upTo, weighted } from '../dice.ts'
import type { Call } from '../trace.ts'
import { drawReceiver, drawUser } from './people.ts'
import { drawDeadline } from './time.ts'
import type { World } from './world.ts'

export function drawDeposit(dice: Dice, world: World, at: bigint): Call {
  const { state, vast } = world
  const accrued = accrue(state.money, state.parameters, at)
  const assets = accrued.backing - accrued.unvested
  const room = (1n << 88n) - 1n - accrued.backing

  const amount = weighted(dice, [
    [8, (ether(1) * BigInt(1 + dice.throw(1_000_000))) / 1_000n + upTo(dice, ether(1))],
    [4, upTo(dice, ether(1_000))],
    [1, near(dice, toAssetsUp(1n, assets, accrued.shares))],
    [1, near(dice, accrued.backing / 3n)],
    [vast ? 1 : 0, near(dice, room)],
    [vast ? 2 : 0, room / 8n],
  ])
  const shares = toSharesDown(amount, assets, accrued.shares)
  const receiver = drawReceiver(dice)
  const guard = oneIn(dice, 4) ? [near(dice, shares), drawDeadline(dice, at)] : []

  const from = drawUser(dice)
  return pick(dice, [true, false])
    ? { from, to: 'vault', fn: 'depositETH', args: [receiver, ...guard], value: amount }
    : { from, to: 'vault', fn: 'deposit', args: [amount, receiver, ...guard] }
}

export function drawMint(dice: Dice, world: World, at: bigint): Call {
  const { state } = world
  const accrued = accrue(state.money, state.parameters, at)
  const shares = weighted(dice, [
    [6, upTo(dice, ether(1_000) as bigint)],
    [1, 0n],
    [1, 1n],
  ])
  const assets = toAssetsUp(shares, accrued.backing - accrued.unvested, accrued.shares)
  const guard = oneIn(dice, 4) ? [near(dice, assets), drawDeadline(dice, at)] : []

  return {
    from: drawUser(dice),
    to: 'vault',
    fn: 'mint',
    args: [shares, drawReceiver(dice), ...guard],
  }
}
