import { divUp, min, mulDivUp } from '../math.ts'
import * as restaking from '../restaking/index.ts'
import { type Address, type Blocks, type Wei, wad } from '../units.ts'
import { bookedDown, assetsOf } from './measure.ts'
import { assetOf, delegatorOf, type State } from './state.ts'
import { type Count, count } from './tally.ts'

/** What can be taken of one delegator's stake: by what is allocated and by what is announced; whether or not its operator is
 * registered, or the strategy is in the set. */
export type Exposure = {
  /** wei of all that it has, as booked. */
  assets: Wei
  byService: Map<Address, Wei>
  /** By sets that keep what they slash. */
  redistributable: Wei
  /** Of 10¹⁸, what each could take where it could take most, whatever is staked there. */
  parts: Map<Address, bigint>
  redistributablePart: bigint
  /** Of the whole magnitude, what all sets together have, where they have most. */
  allocated: bigint
}

export function exposure(state: State, index: Address, block: Blocks): Exposure {
  const { restaking: layer } = state
  const operator = restaking.operatorOf(layer, delegatorOf(state, index).operator)
  const result: Exposure = {
    assets: assetsOf(state, index),
    byService: new Map(),
    redistributable: 0n,
    parts: new Map(),
    redistributablePart: 0n,
    allocated: 0n,
  }
  for (const asset of state.assets.keys()) {
    const { strategy } = assetOf(state, asset)
    const has = count(state, index, asset, block)
    const most: bigint = restaking.maxMagnitude(operator, strategy)
    const parts = new Map<Address, bigint>()
    let [given, allocated] = [0n, 0n]
    for (const key of operator?.allocations.keys() ?? []) {
      const allocation = restaking.allocationAt(operator, key, strategy, block)
      const magnitude = (allocation.magnitude as bigint) + announced(allocation)
      if (magnitude === 0n) continue

      const { avs, recipient } = layer.sets.get(key)!
      const part = shareUp(wad, magnitude, most)
      const taken = bookedUp(state, asset, slashable(has, { allocation, most, block }))
      allocated += part
      parts.set(avs, min((parts.get(avs) ?? 0n) + part, wad))
      result.byService.set(avs, (result.byService.get(avs) ?? 0n) + taken)
      if (recipient === layer.addresses.burn) continue
      given = min(given + part, wad)
      result.redistributable += taken
    }
    for (const [service, part] of parts)
      if (part > (result.parts.get(service) ?? 0n)) result.parts.set(service, part)
    if (given > result.redistributablePart) result.redistributablePart = given
    if (allocated > result.allocated) result.allocated = min(allocated, wad)
  }
  return result
}

function announced({ pending }: restaking.Allocation): bigint {
  return pending > 0n ? pending : 0n
}

/** An announced allocation finds of the queue only what can still be slashed when it takes effect. */
function slashable(
  { free, roots }: Count,
  { allocation, most, block }: { allocation: restaking.Allocation; most: bigint; block: Blocks },
): bigint {
  const { magnitude, effectBlock } = allocation
  let sum = shareUp(free, (magnitude as bigint) + announced(allocation), most)
  for (const { units, lastSlashable } of roots) {
    if (block > lastSlashable) continue
    const reaches = effectBlock <= lastSlashable ? announced(allocation) : 0n
    sum += shareUp(units, (magnitude as bigint) + reaches, most)
  }
  return sum
}

function shareUp(amount: bigint, magnitude: bigint, most: bigint): bigint {
  return most === 0n ? 0n : min(mulDivUp(amount, magnitude, most), amount)
}

function bookedUp(state: State, asset: Address, units: bigint): bigint {
  const { units: counted, waiting, booked } = assetOf(state, asset)
  if (bookedDown(state, asset, units) === units) return units
  const all = (counted as bigint) + waiting
  return all === 0n ? 0n : divUp((booked as bigint) * units, all)
}

/** The largest loss from any one operator, any one service, any pair of services. */
export function largestLosses(state: State, block: Blocks): largestLosses.ReturnType {
  const byService = new Map<Address, bigint>()
  let operator: Wei = 0n
  for (const index of state.delegators.keys()) {
    const of = exposure(state, index, block)
    if (of.assets > operator) operator = of.assets
    for (const [service, assets] of of.byService)
      byService.set(service, (byService.get(service) ?? 0n) + assets)
  }
  const [service = 0n, second = 0n] = [...byService.values()].sort((a, b) => (a > b ? -1 : 1))
  return { operator, service, pair: service + second, byService }
}

export declare namespace largestLosses {
  type ReturnType = { operator: Wei; service: Wei; pair: Wei; byService: Map<Address, bigint> }
}
