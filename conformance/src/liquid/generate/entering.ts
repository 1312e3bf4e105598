import { balanceOf, liquid, rate, restaking, toSharesDown } from '@cairn/spec'
import { type Dice, near, oneIn, pick, upTo, weighted } from '../../dice.ts'
import { users } from '../names.ts'
import type { Call } from '../trace.ts'
import type { World } from '../world.ts'
import { drawToken, drawUser, forever } from './people.ts'

const ether = 10n ** 18n

export function drawDepositETH(dice: Dice): Call {
  const from = drawUser(dice)
  const value = weighted(dice, [
    [8, upTo(dice, 200n * ether)],
    [1, near(dice, 1n)],
    [2, 64n * ether],
  ])
  return { from, to: 'vault', fn: 'depositETH', args: [oneIn(dice, 40) ? 'queue' : from], value }
}

/** Of what the user has: some, all, or as much as the door is open for, and a unit beside it. */
export function drawDeposit(dice: Dice, { liquid: state }: World, now: bigint): Call {
  const asset = drawToken(dice)
  const from = drawUser(dice)
  const known = state.assets.get(asset)
  const has: bigint = known ? restaking.tokensOf(state.restaking, known.token, from) : 0n
  const room = known ? (known.capWei as bigint) - known.booked : 0n
  const toDoor = known && asset !== liquid.ETHER ? liquid.toUnitsDown(state, asset, room) : 0n
  const units = weighted(dice, [
    [8, upTo(dice, has)],
    [1, has],
    [2, near(dice, toDoor as bigint)],
    [1, near(dice, 1n)],
  ])
  const { assets, supply } = rate(state.vault.money, state.vault.parameters, now)
  const worth = known && asset !== liquid.ETHER ? liquid.toAssetsDown(state, asset, units) : 0n
  const minShares = oneIn(dice, 4) ? near(dice, toSharesDown(worth, assets, supply)) : 0n
  const deadline = oneIn(dice, 8) ? near(dice, now) : forever
  return {
    from,
    to: 'spread',
    fn: 'deposit',
    args: [asset, units < has ? units : has, from, minShares, deadline],
  }
}

export function drawTransfer(dice: Dice, { liquid: { vault } }: World): Call {
  const from = drawUser(dice)
  const shares = upTo(dice, balanceOf(vault, from))
  return { from, to: 'vault', fn: 'transfer', args: [pick(dice, [...users, 'treasury']), shares] }
}

/** Ether that nobody asked for, or that comes as rewards do. */
export function drawGift(dice: Dice): Call {
  const value = upTo(dice, 2n * ether)
  return { from: 'eve', to: 'vault', fn: pick(dice, ['earn', 'receive']), args: [], value }
}
