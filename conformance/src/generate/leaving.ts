import {
  accrue,
  balanceOf,
  claimable,
  idle,
  laneAvailable,
  queuedShares,
  SpecError,
  previewRedeemInstant,
  toAssetsDown,
  toSharesDown,
  toSharesUp,
} from '@cairn/spec'
import { type Dice, near, oneIn, pick, upTo, weighted } from '../dice.ts'
import type { Call } from '../trace.ts'
import { drawActor, drawHolder, drawPayee, drawReceiver, drawUser } from './people.ts'
import { drawDeadline } from './time.ts'
import type { World } from './world.ts'

export function drawRequestRedeem(dice: Dice, world: World, at: bigint): Call {
  const { state } = world
  const { minRequest } = state.parameters
  const owner = drawHolder(dice, state.balances)
  const balance = balanceOf(state, owner)
  const shares = weighted(dice, [
    [6, minRequest + upTo(dice, balance / 3n)],
    [2, near(dice, minRequest)],
    [1, near(dice, balance)],
  ])
  const accrued = accrue(state.money, state.parameters, at)
  const worth = toAssetsDown(shares, accrued.backing - accrued.unvested, accrued.shares)
  const guard = oneIn(dice, 5) ? [near(dice, worth), drawDeadline(dice, at)] : []

  return {
    from: drawActor(dice, state, owner),
    to: 'vault',
    fn: 'requestRedeem',
    args: [shares, drawReceiver(dice), owner, ...guard],
  }
}

export function drawFill(dice: Dice, world: World, at: bigint): Call {
  const { state } = world
  const accrued = accrue(state.money, state.parameters, at)
  const worth = toAssetsDown(accrued.eligible, accrued.backing - accrued.unvested, accrued.shares)
  const maxAssets = weighted(dice, [
    [4, (1n << 256n) - 1n],
    [4, upTo(dice, worth)],
    [2, near(dice, state.parameters.minFill)],
    [2, near(dice, worth)],
    [1, near(dice, idle(accrued))],
    [1, worth / 2n],
    [1, 0n],
  ])
  return { from: pick(dice, ['keeper', 'alice']), to: 'vault', fn: 'fill', args: [maxAssets] }
}

export function drawRedeemInstant(dice: Dice, world: World, at: bigint): Call {
  const { state } = world
  const accrued = accrue(state.money, state.parameters, at)
  const assets = accrued.backing - accrued.unvested
  const available = laneAvailable(accrued)
  const owner = drawHolder(dice, state.balances)
  const shares = weighted(dice, [
    [6, toSharesDown(upTo(dice, available), assets, accrued.shares)],
    [2, near(dice, toSharesDown(available, assets, accrued.shares))],
    [1, near(dice, toSharesUp(available + 1n, assets, accrued.shares))],
    [1, near(dice, balanceOf(state, owner))],
    [1, near(dice, 1n)],
  ])
  const guard = oneIn(dice, 4)
    ? [near(dice, preview(world, shares, at)), drawDeadline(dice, at)]
    : []

  return {
    from: drawActor(dice, state, owner),
    to: 'vault',
    fn: 'redeemInstant',
    args: [shares, drawPayee(dice), owner, ...guard],
  }
}

function preview({ state }: World, shares: bigint, at: bigint): bigint {
  try {
    return previewRedeemInstant(state.money, state.parameters, at, shares)
  } catch (error) {
    if (error instanceof SpecError) return 1n
    throw error
  }
}

export function drawClaim(dice: Dice, world: World, at: bigint): Call {
  const { queue } = world.state
  const id = drawTicket(dice, world)
  const ticket = queue.tickets.get(id)
  const owed = ticket ? claimable(queue, id, ticket).assets : 0n
  const guard = oneIn(dice, 5) ? [near(dice, owed), drawDeadline(dice, at)] : []

  return {
    from: ticket && !oneIn(dice, 8) ? ticket.owner : drawUser(dice),
    to: 'queue',
    fn: 'claim',
    args: [id, drawPayee(dice), ...guard],
  }
}

export function drawSettle(dice: Dice, world: World): Call {
  const { tickets } = world.state.queue
  const from = tickets.get(drawTicket(dice, world))?.owner ?? drawUser(dice)
  const own = [...tickets].filter(([, { owner }]) => owner === from).map(([id]) => id)
  const count = weighted(dice, [
    [6, 1],
    [3, 2],
    [2, 3],
    [1, 0],
    [oneIn(dice, 5) ? 1 : 0, 65],
  ])
  const ids = Array.from({ length: count }, (_, index) =>
    oneIn(dice, 12) || own.length === 0 ? drawTicket(dice, world) : own[index % own.length]!,
  )
  return { from, to: 'queue', fn: 'settle', args: [ids] }
}

export function drawTakeOut(dice: Dice, { state }: World): Call {
  const { settled } = state.queue
  const controller = drawHolder(dice, settled)
  const has = settled.get(controller) ?? { shares: 0n, assets: 0n }
  const fn = pick(dice, ['redeem', 'withdraw'])
  const all = fn === 'redeem' ? has.shares : has.assets
  const amount = weighted(dice, [
    [3, upTo(dice, all)],
    [2, near(dice, all)],
    [1, near(dice, 1n)],
  ])
  return {
    from: drawActor(dice, state, controller),
    to: 'vault',
    fn,
    args: [amount, drawPayee(dice), controller],
  }
}

/** One that is; now and then one that was, or never will be. */
export function drawTicket(dice: Dice, { state, ids }: World): bigint {
  const { tickets } = state.queue
  if (tickets.size > 0 && !oneIn(dice, 10)) {
    // The head of the line is where something happens.
    const live = [...tickets.keys()].slice(0, 12)
    return pick(dice, live)
  }
  return ids.length > 0 && !oneIn(dice, 4) ? pick(dice, ids) : queuedShares(state.queue)
}
