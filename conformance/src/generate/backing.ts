import { accrue, balance, ether, queuedShares } from '@cairn/spec'
import { type Dice, near, oneIn, pick, upTo, weighted } from '../dice.ts'
import type { Call } from '../trace.ts'
import { drawReceiver, drawUser } from './people.ts'
import type { World } from './world.ts'

const registry = 'registry'

/** What the registry alone may do; now and then somebody else tries. */
function byRegistry(dice: Dice, fn: string, args: Call['args'], value?: bigint): Call {
  const from = oneIn(dice, 50) ? drawUser(dice) : registry
  return { from, to: 'vault', fn, args, value }
}

export function drawOpen(dice: Dice): Call {
  const swept = weighted(dice, [
    [2, 0n],
    [3, upTo(dice, ether(2))],
    [1, upTo(dice, ether(40))],
  ])
  return byRegistry(dice, 'open', [], swept)
}

export function drawClose(dice: Dice, world: World, at: bigint): Call {
  const { backingAtOpen } = world.state.money
  const found = backingAtOpen + drawDelta(dice, world, at)
  // A loss can be larger than what is outside, if the registry says so.
  const execution = found < world.execution ? max(found, 0n) : world.execution
  const pinnedAt =
    at -
    weighted(dice, [
      [5, 12n],
      [1, 0n],
      [2, BigInt(dice.throw(3_600))],
    ])

  return byRegistry(dice, 'close', [execution, max(found - execution, 0n), pinnedAt])
}

/** What the checkpoint finds too much or too little: mostly a day's yield, else what a rule of gains or losses turns on. */
function drawDelta(dice: Dice, { state, vast }: World, at: bigint): bigint {
  const { parameters } = state
  const money = accrue(state.money, parameters, at)
  const { backing, unvested, deficit } = money
  const assets = backing - unvested
  const capped =
    (assets * parameters.maxDailyGrowthBps * parameters.vestingPeriod) / (10_000n * 86_400n)

  return weighted(dice, [
    [8, upTo(dice, assets / 5_000n)],
    [2, 0n],
    [1, pick(dice, [1n, -1n])],
    [2, near(dice, capped)],
    [1, near(dice, capped - unvested)],
    [1, near(dice, deficit)],
    [2, upTo(dice, assets)],
    [3, -upTo(dice, assets / 1_000n)],
    [2, -near(dice, unvested)],
    [1, -upTo(dice, assets / 4n)],
    [oneIn(dice, 20) ? 2 : 0, -near(dice, backing - 1n)],
    [vast ? 2 : 0, near(dice, (1n << 80n) - 1n - unvested)],
    [vast ? 1 : 0, near(dice, (1n << 88n) - 1n - backing)],
    [vast ? 2 : 0, -near(dice, (1n << 80n) - 1n - deficit + unvested)],
  ])
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

export function drawStake(dice: Dice, { state }: World, at: bigint): Call {
  const accrued = accrue(state.money, state.parameters, at)
  const { stakeable } = balance(accrued, state.parameters, queuedShares(state.queue))
  const assets = weighted(dice, [
    [4, upTo(dice, stakeable)],
    [3, (stakeable * 9n) / 10n],
    [2, near(dice, stakeable)],
  ])
  return byRegistry(dice, 'stake', [assets])
}

export function drawCredit(dice: Dice): Call {
  const assets = weighted(dice, [
    [6, ether(1) as bigint],
    [1, upTo(dice, ether(5))],
    [1, 0n],
  ])
  return byRegistry(dice, 'credit', [drawReceiver(dice), assets])
}

export function drawTip(dice: Dice): Call {
  const whole = 1n + upTo(dice, 2_000n)
  const part = oneIn(dice, 4) ? whole : upTo(dice, whole)
  return byRegistry(dice, 'tip', ['keeper', part, whole])
}

export function drawSuspend(dice: Dice): Call {
  return byRegistry(dice, 'suspend', [])
}

/** What only the vault may ask of the queue, and only the queue of the escrow, asked by somebody else. */
export function drawIntrusion(dice: Dice): Call {
  const from = drawUser(dice)
  return pick<Call>(dice, [
    { from, to: 'queue', fn: 'push', args: [from, ether(1) as bigint] },
    { from, to: 'queue', fn: 'record', args: [1n, 1n] },
    { from, to: 'queue', fn: 'redeemSettled', args: [1n, from, from] },
    { from, to: 'queue', fn: 'withdrawSettled', args: [1n, from, from] },
    { from, to: 'escrow', fn: 'pay', args: [from, 1n] },
  ])
}

export function drawDonation(dice: Dice): Call {
  return { from: drawUser(dice), to: 'vault', fn: 'receive', args: [], value: upTo(dice, ether(3)) }
}
