import { accrue, commit, requireUint88 } from '../ledger/accrue.ts'
import { gain } from '../ledger/gain.ts'
import { laneTarget } from '../ledger/idle.ts'
import { loss } from '../ledger/loss.ts'
import { min, saturatingSub } from '../math.ts'
import { filled, type Money } from '../state.ts'
import type { Address, Seconds, Tokens, Wei } from '../units.ts'
import { absorb } from './reserve.ts'
import { assetOf, type Env, etherAsset, type Rate, type State } from './state.ts'
import { toWeiDown } from './value.ts'

/** Sets what there is of assets, and at what rates. Asset by asset, what is less is lost at once and what is more vests:
 * no gain hides a loss. `received` is ether that only changed its place. */
export function book(
  state: State,
  { totals, rates, received = 0n }: book.Args,
  { now }: Pick<Env, 'now'>,
): book.ReturnType {
  let [gained, lost, outside] = [0n, 0n, 0n]
  for (const name of state.assets.keys()) {
    const asset = assetOf(state, name)
    const total = totals?.get(name) ?? asset.total
    const rate = rates?.get(name) ?? asset.rate
    const change = toWeiDown(total, rate) - toWeiDown(asset.total, asset.rate)
    const made = change - (name === etherAsset ? received : 0n)
    if (made > 0n) gained += made
    else lost -= made
    outside += change
    Object.assign(asset, { total, rate })
  }

  const money = accrue(state.vault.money, state.vault.parameters, now)
  const absorbed = absorb(state, money, lost)
  loss(money, lost - absorbed)
  gain(money, state.vault.parameters, now, gained)
  money.outside += outside
  requireUint88(money.outside)
  renew(state, money, now)
  commit(state.vault, money)
  return { gained, lost, absorbed }
}

export declare namespace book {
  type Args = { totals?: Map<Address, Tokens>; rates?: Map<Address, Rate>; received?: Wei }
  type ReturnType = { gained: Wei; lost: Wei; absorbed: Wei }
}

/** As old as the oldest delegator's proof is what is known of the whole; who was in the line by then can be filled. */
function renew(state: State, money: Money, now: Seconds) {
  const { queue, parameters } = state.vault
  const marks = [...state.delegators.values()].map(({ proven }) => proven)
  money.provenAt = marks.reduce((oldest: bigint, { at }) => min(oldest, at), now)
  const tail = marks.reduce((least: bigint, { tail: of }) => min(least, of), queue.tail)
  money.eligible = saturatingSub(tail, filled(queue))

  if (money.provenAt < state.laneRefilledAt) return
  if (now < state.laneRefilledAt + state.parameters.laneInterval) return
  money.laneUsed = 0n
  money.laneCapacity = laneTarget(money.backing - money.unvested, parameters.laneBps)
  state.laneRefilledAt = now
}
