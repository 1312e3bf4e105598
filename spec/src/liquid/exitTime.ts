import { rate } from '../ledger/accrue.ts'
import { idle } from '../ledger/idle.ts'
import { toAssetsDown } from '../ledger/rate.ts'
import { divUp, max } from '../math.ts'
import { queuedShares } from '../state.ts'
import { type Seconds, type Shares, secondsPerSlot, slotsPerEpoch, type Wei } from '../units.ts'
import { position } from './nav.ts'
import { type Env, etherAsset, type State } from './state.ts'
import { toWeiDown } from './value.ts'

/** When a request of `shares` made now would be paid whole, if nobody else entered or left and every keeper did its work. */
export function exitTime(
  state: State,
  { shares, beaconQueue, beaconChurn }: exitTime.Args,
  { now, block }: Pick<Env, 'now' | 'block'>,
): exitTime.ReturnType {
  const { money, parameters, queue } = state.vault
  const { assets, supply } = rate(money, parameters, now)
  const need = toAssetsDown(queuedShares(queue) + shares, assets, supply)
  const blocks = (count: bigint): Seconds => count * secondsPerSlot

  let found: bigint = idle(money)
  const within = (at: Seconds) => ({ at, need, found })
  if (found >= need) return within(now)

  for (const { assets: of, readyAt } of maturities(state, block)) {
    found += of
    if (found >= need) return within(now + blocks(max(readyAt - block, 0n)))
  }
  // The rest is asked for now. In pods it also has to leave the beacon chain, behind whoever leaves already.
  const rest = need - found
  const { withdrawalDelay } = state.restaking.parameters
  const epochs = divUp(beaconQueue + rest, beaconChurn)
  const exit: Seconds = epochs * slotsPerEpoch * secondsPerSlot
  found = need
  return within(now + max(blocks((withdrawalDelay as bigint) + 1n), exit))
}

export declare namespace exitTime {
  type Args = {
    shares: Shares
    /** wei waiting to leave the beacon chain. */
    beaconQueue: Wei
    /** wei that may leave it in an epoch. */
    beaconChurn: Wei
  }
  type ReturnType = { at: Seconds; need: Wei; found: Wei }
}

/** What is queued in the layer, the earliest first. What is in other tokens isn't ether yet. */
export function maturities(state: State, block: bigint): { assets: Wei; readyAt: bigint }[] {
  const all = [...state.delegators.keys()].flatMap((delegator) =>
    [...state.assets].flatMap(([asset, { rate: of }]) =>
      position(state, { delegator, asset, block }).queued.map(({ amount, lastSlashable }) => ({
        assets: asset === etherAsset ? toWeiDown(amount, of) : 0n,
        readyAt: (lastSlashable as bigint) + 1n,
      })),
    ),
  )
  return all.filter(({ assets }) => assets > 0n).sort((a, b) => (a.readyAt < b.readyAt ? -1 : 1))
}
