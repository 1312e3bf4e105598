import {
  accrue,
  balanceOf,
  claimable,
  idle,
  laneAvailable,
  liquid,
  toAssetsDown,
  toSharesDown,
} from '@cairn/spec'
import { type Dice, near, oneIn, pick, upTo, weighted } from '../../dice.ts'
import { users } from '../names.ts'
import type { Call } from '../trace.ts'
import type { World } from '../world.ts'
import { drawKeeper, drawToken, drawUser, forever, orIntruder } from './people.ts'

export function drawRequestRedeem(dice: Dice, { liquid: { vault } }: World): Call {
  const holders = users.filter((user) => balanceOf(vault, user) > 0n)
  const from = holders.length > 0 ? pick(dice, holders) : drawUser(dice)
  const has = balanceOf(vault, from)
  const shares = weighted(dice, [
    [2, upTo(dice, has)],
    [4, has / 2n],
    [2, has],
    [1, near(dice, vault.parameters.minRequest)],
    [1, near(dice, has)],
  ])
  return { from, to: 'vault', fn: 'requestRedeem', args: [shares, from, from] }
}

export function drawFill(dice: Dice, { liquid: { vault } }: World, now: bigint): Call {
  const money = accrue(vault.money, vault.parameters, now)
  const owed = toAssetsDown(money.eligible, money.backing - money.unvested, money.shares)
  const maxAssets = weighted(dice, [
    [6, forever],
    [2, upTo(dice, owed)],
    [1, near(dice, owed)],
    [1, near(dice, idle(money))],
    [1, near(dice, vault.parameters.minFill)],
  ])
  return { from: drawKeeper(dice), to: 'vault', fn: 'fill', args: [maxAssets] }
}

export function drawClaim(dice: Dice, { liquid: { vault } }: World): Call {
  const tickets = [...vault.queue.tickets]
  const filled = tickets.filter(([id, of]) => claimable(vault.queue, id, of).shares > 0n)
  const from = filled.length > 0 && !oneIn(dice, 8) ? filled : tickets
  if (from.length === 0) return { from: 'eve', to: 'queue', fn: 'claim', args: [7n, 'eve'] }
  const [id, { owner }] = pick(dice, from)
  return { from: orIntruder(dice, owner), to: 'queue', fn: 'claim', args: [id, owner] }
}

/** As much as the lane's bucket has, or the caller, or a share beside it. */
function drawShares(dice: Dice, { liquid: { vault } }: World, owner: string, now: bigint): bigint {
  const money = accrue(vault.money, vault.parameters, now)
  const assets = money.backing - money.unvested
  const bucket = toSharesDown(money.laneCapacity - money.laneUsed, assets, money.shares)
  const available = toSharesDown(laneAvailable(money), assets, money.shares)
  const has: bigint = balanceOf(vault, owner)
  return weighted(dice, [
    [6, upTo(dice, available < has ? available : has)],
    [2, near(dice, available)],
    [2, near(dice, bucket)],
    [1, near(dice, has)],
    [1, near(dice, 1n)],
  ])
}

export function drawRedeemInstant(dice: Dice, world: World, now: bigint): Call {
  const from = drawUser(dice)
  const shares = drawShares(dice, world, from, now)
  return { from, to: 'vault', fn: 'redeemInstant', args: [shares, from, from] }
}

export function drawRedeemInKind(dice: Dice, world: World, now: bigint): Call {
  const { liquid: state } = world
  const from = drawUser(dice)
  const asset = drawToken(dice)
  const of = state.assets.get(asset)
  const { assets, supply } = ratesOf(world, now)
  const waiting = of && asset !== liquid.ETHER ? of.waiting : 0n
  const worth =
    of && asset !== liquid.ETHER ? liquid.toAssetsDown(state, asset, waiting as bigint) : 0n
  const all = toSharesDown(worth, assets, supply)
  const shares = oneIn(dice, 4) ? near(dice, all) : drawShares(dice, world, from, now)
  const minUnits = oneIn(dice, 4) ? near(dice, waiting as bigint) : 0n
  return {
    from,
    to: 'vault',
    fn: 'redeemInKind',
    args: [asset, shares, from, from, minUnits, oneIn(dice, 8) ? near(dice, now) : forever],
  }
}

function ratesOf({ liquid: { vault } }: World, now: bigint) {
  const money = accrue(vault.money, vault.parameters, now)
  return { assets: money.backing - money.unvested, supply: money.shares }
}
