import { min, mulDivUp } from '../math.ts'
import * as restaking from '../restaking/index.ts'
import { type Address, type Blocks, type Wei, wad } from '../units.ts'
import { amountOf, type Position, position } from './nav.ts'
import { assetOf, delegatorOf, type State } from './state.ts'
import { toWeiDown, toWeiUp } from './value.ts'

/** What can be taken of one delegator's stake. */
export type Exposure = {
  /** All that it has. */
  assets: Wei
  /** Of it, what each AVS could take, by what is allocated and announced: registered or not, strategy in the set or not. */
  byAvs: Map<Address, Wei>
  /** What sets could take that give it to somebody. */
  redistributable: Wei
  /** The part of the delegator's stake, of 10¹⁸, that each AVS could take where it could take most. Whatever is staked. */
  parts: Map<Address, bigint>
  redistributablePart: bigint
}

export function exposure(state: State, delegator: Address, block: Blocks): Exposure {
  const { restaking: layer } = state
  const of = restaking.operatorOf(layer, delegatorOf(state, delegator).operator)
  const result: Exposure = {
    assets: 0n,
    byAvs: new Map(),
    redistributable: 0n,
    parts: new Map(),
    redistributablePart: 0n,
  }
  for (const asset of state.assets.keys()) {
    const { strategy, rate } = assetOf(state, asset)
    const has = position(state, { delegator, asset, block })
    result.assets += toWeiDown(amountOf(has), rate)

    const most: bigint = restaking.maxMagnitude(of, strategy)
    const parts = new Map<Address, bigint>()
    let redistributablePart = 0n
    for (const key of of?.allocations.keys() ?? []) {
      const { avs, recipient } = layer.sets.get(key)!
      const allocation = restaking.allocationAt(of, key, strategy, block)
      const announced = allocation.pending > 0n ? allocation.pending : 0n
      const part = partOf(allocation.magnitude + announced, most)
      const taken = toWeiUp(slashable(has, { allocation, most, block }), rate)
      parts.set(avs, min((parts.get(avs) ?? 0n) + part, wad))
      result.byAvs.set(avs, (result.byAvs.get(avs) ?? 0n) + taken)
      if (recipient === layer.addresses.burn) continue
      redistributablePart = min(redistributablePart + part, wad)
      result.redistributable += taken
    }
    for (const [avs, part] of parts)
      if (part > (result.parts.get(avs) ?? 0n)) result.parts.set(avs, part)
    if (redistributablePart > result.redistributablePart)
      result.redistributablePart = redistributablePart
  }
  return result
}

/** Of what stays, by what is allocated and announced; of what is queued, an announced allocation finds only what can still
 * be slashed when it takes effect. */
function slashable(
  { staked, queued }: Position,
  { allocation, most, block }: { allocation: restaking.Allocation; most: bigint; block: Blocks },
): bigint {
  const { magnitude, pending, effectBlock } = allocation
  const announced = pending > 0n ? pending : 0n
  let sum = shareOf(staked, (magnitude as bigint) + announced, most)
  for (const { amount, lastSlashable } of queued) {
    if (block > lastSlashable) continue
    const reaches = effectBlock <= lastSlashable ? announced : 0n
    sum += shareOf(amount, (magnitude as bigint) + reaches, most)
  }
  return sum
}

function shareOf(amount: bigint, magnitude: bigint, most: bigint): bigint {
  return most === 0n ? 0n : min(mulDivUp(amount, magnitude, most), amount)
}

function partOf(magnitude: bigint, most: bigint): bigint {
  return most === 0n ? 0n : min(mulDivUp(wad, magnitude, most), wad)
}

/** Who could take what, in all: the largest loss from any one operator, any one AVS, any pair of AVSs. */
export function largestLosses(state: State, block: Blocks): largestLosses.ReturnType {
  const byAvs = new Map<Address, Wei>()
  let operator: Wei = 0n
  for (const delegator of state.delegators.keys()) {
    const of = exposure(state, delegator, block)
    if (of.assets > operator) operator = of.assets
    for (const [avs, assets] of of.byAvs) byAvs.set(avs, (byAvs.get(avs) ?? 0n) + assets)
  }
  const [avs = 0n, second = 0n] = [...byAvs.values()].sort((a, b) => (a > b ? -1 : 1))
  return { operator, avs, pair: (avs as bigint) + second, byAvs }
}

export declare namespace largestLosses {
  type ReturnType = { operator: Wei; avs: Wei; pair: Wei; byAvs: Map<Address, Wei> }
}
