import { move } from '../ledger/transfer.ts'
import { min, mulDivDown } from '../math.ts'
import type * as restaking from '../restaking/index.ts'
import { balanceOf } from '../state.ts'
import { type Address, type Units, type Wei, wad } from '../units.ts'
import { open } from './auction.ts'
import { complete } from './complete.ts'
import { derisk, lay } from './lay.ts'
import { bookedDown } from './measure.ts'
import { leastReward, leastTipped, tipPart } from './parameters.ts'
import { sync } from './round.ts'
import { roomFor, routable, route } from './route.ts'
import { assetOf, atomic, emit, type Env, type State, tipsName } from './state.ts'
import { claimTicket, unwind } from './unwind.ts'

/** Each does what its namesake does, and pays who called a part of the pot, if it was of use. Useless ones are done, and pay nothing. */
export const tips = {
  sync(state: State, args: sync.Args, env: Env) {
    const missed = state.round.missing.has(args.index)
    atomic(state, () => {
      sync(state, args, env)
      tip(state, 'sync', missed, env)
    })
  },

  route(state: State, { index, asset, units }: route.Args, env: Env) {
    atomic(state, () => {
      const most = min(routable(state, asset, env), roomFor(state, { index, asset }, env))
      route(state, { index, asset, units }, env)
      const useful = units >= most && bookedDown(state, asset, most) >= leastTipped
      tip(state, 'route', useful, env)
    })
  },

  lay(state: State, args: lay.Args, env: Env): lay.ReturnType {
    return queueing(state, 'lay', args.asset, env, () => lay(state, args, env))
  },

  derisk(state: State, args: lay.Args, env: Env): lay.ReturnType {
    return queueing(state, 'derisk', args.asset, env, () => derisk(state, args, env))
  },

  complete(state: State, args: complete.Args, env: Env) {
    atomic(state, () => {
      const before = [...state.assets].map(([, { queued }]) => queued)
      complete(state, args, env)
      const useful = [...state.assets.keys()].some((asset, i) =>
        moved(state, asset, before[i]! as bigint, assetOf(state, asset).queued),
      )
      tip(state, 'complete', useful, env)
    })
  },

  unwind(state: State, args: unwind.Args, env: Env): Units {
    return atomic(state, () => {
      const before = assetOf(state, args.asset).waiting
      const units = unwind(state, args, env)
      const after = assetOf(state, args.asset).waiting
      tip(state, 'unwind', moved(state, args.asset, before, after), env)
      return units
    })
  },

  claim(state: State, args: claimTicket.Args, env: Env): Wei {
    return atomic(state, () => {
      const assets = claimTicket(state, args, env)
      tip(state, 'claim', assets >= leastTipped, env)
      return assets
    })
  },

  openAuction(state: State, { token }: { token: Address }, env: Env): Units {
    return atomic(state, () => {
      const lot = open(state, { token }, env)
      const worth = mulDivDown(lot, state.auctions.get(token)!.basis, wad)
      tip(state, 'openAuction', worth >= leastReward, env)
      return lot
    })
  },
} as const

function queueing(
  state: State,
  duty: string,
  asset: Address,
  env: Env,
  body: () => { assets: bigint; root: restaking.Withdrawal },
) {
  return atomic(state, () => {
    const before = assetOf(state, asset).queued
    const result = body()
    tip(state, duty, moved(state, asset, assetOf(state, asset).queued, before), env)
    return result
  })
}

/** As booked now. */
function moved(state: State, asset: Address, more: Units, less: Units): boolean {
  const units = (more as bigint) - less
  return units > 0n && bookedDown(state, asset, units) >= leastTipped
}

function tip(state: State, duty: string, useful: boolean, { sender }: Env) {
  const shares = useful ? pot(state) / tipPart : 0n
  if (shares === 0n) return

  emit(state, 'tips', 'Tipped', { keeper: sender, duty, shares })
  move(state.vault, tipsName, sender, shares)
}

export function pot({ vault }: State): bigint {
  return balanceOf(vault, tipsName)
}
