import * as restaking from '../restaking/index.ts'
import type { Address, Units, Wei } from '../units.ts'
import { appraise } from './appraise.ts'
import { assetOf, delegatorOf, emit, type Env, ETHER, type State } from './state.ts'
import { count } from './tally.ts'

/** Counts a delegator anew, from the layer's views and never from notes of ours; of deposits that the pod doesn't know yet, at par.
 * Books what that changes; but nothing of `moved`: who moves it appraises it, when all is where it belongs. */
export function measure(state: State, index: Address, env: Moment, moved?: Address) {
  const { restaking: layer } = state
  const of = delegatorOf(state, index)
  const operator = restaking.operatorOf(layer, of.operator)
  const slashingFactor = restaking.beaconSlashingFactor(layer, index)
  const counted: Units[] = []
  for (const asset of state.assets.keys()) {
    const sum = assetOf(state, asset)
    const { free, queued } = count(state, index, asset, env.block)
    const units = (free as bigint) + queued + (asset === ETHER ? inFlight(state, index) : 0n)
    const before = of.holdings.get(asset)!
    const books = units !== before.units && asset !== moved
    // What its rate brought, before what its units cost: no gain spares those who bear losses first.
    if (books) appraise(state, { asset }, env)
    sum.units = (sum.units as bigint) + units - before.units
    sum.queued = (sum.queued as bigint) + queued - before.queued
    // Where there is nothing, nothing of ours can be slashed.
    const there = units > 0n
    of.holdings.set(asset, {
      units,
      queued,
      magnitude: there ? restaking.maxMagnitude(operator, sum.strategy) : 0n,
      slashingFactor: there && asset === ETHER ? slashingFactor : 0n,
    })
    if (books) appraise(state, { asset }, env)
    counted.push(units)
  }
  emit(state, 'spread', 'Synced', { index, units: counted })
}

type Moment = Pick<Env, 'now' | 'block'>

export function inFlight(state: State, index: Address): bigint {
  return [...delegatorOf(state, index).flights.values()].reduce((sum: bigint, of) => sum + of, 0n)
}

/** wei, as booked, of `units` of an asset. */
export function bookedDown(state: State, asset: Address, units: Units): Wei {
  if (asset === ETHER) return units as bigint
  const { units: counted, waiting, booked } = assetOf(state, asset)
  const all = (counted as bigint) + waiting
  return all === 0n ? 0n : ((booked as bigint) * units) / all
}

/** Units of an asset that are booked with `assets` wei. */
export function unitsUp(state: State, asset: Address, assets: Wei): Units {
  const { units, waiting, booked } = assetOf(state, asset)
  if (asset === ETHER || booked === 0n) return assets as bigint
  const all = (units as bigint) + waiting
  return ((assets as bigint) * all + booked - 1n) / booked
}

/** wei, as booked, of what one delegator has of an asset. */
export function assetsIn(state: State, index: Address, asset: Address): bigint {
  const { holdings } = delegatorOf(state, index)
  return bookedDown(state, asset, holdings.get(asset)?.units ?? 0n) as bigint
}
