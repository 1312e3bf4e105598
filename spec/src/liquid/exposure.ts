import { divUp, max, min, mulDivUp } from '../math.ts'
import * as restaking from '../restaking/index.ts'
import { type Address, type Blocks, bpsWhole, type Wei, wad } from '../units.ts'
import { assetsIn } from './measure.ts'
import { assetOf, delegatorOf, type State } from './state.ts'

/** What can be taken of one delegator's stake, in wei as booked: `now`, and `later`, when all that is announced has come. Whether or
 * not its operator is registered, or the strategy is in the set. */
export type Exposure = {
  held: bigint
  now: Takings
  later: Takings
  allocatedBps: bigint
  /** What is left of the operator, where least is. */
  magnitude: bigint
}

export type Takings = {
  byService: Map<Address, bigint>
  /** By sets that keep what they slash. */
  redistributable: bigint
  /** By sets that aren't allowed: at least 1, even of nothing, because what comes in would be exposed. */
  notAllowed: bigint
}

/** `more` wei of `asset` besides what it has. */
export function exposure(
  state: State,
  { index, asset: of, more = 0n }: exposure.Args,
  block: Blocks,
): Exposure {
  const { restaking: layer, risk } = state
  const operator = restaking.operatorOf(layer, delegatorOf(state, index).operator)
  const result: Exposure = {
    held: 0n,
    now: nothing(),
    later: nothing(),
    allocatedBps: 0n,
    magnitude: wad,
  }
  for (const asset of state.assets.keys()) {
    const { strategy } = assetOf(state, asset)
    const held = assetsIn(state, index, asset) + (asset === of ? more : 0n)
    const most: bigint = restaking.maxMagnitude(operator, strategy)
    result.held += held
    result.magnitude = min(result.magnitude, most)
    let sum = 0n
    for (const key of operator?.allocations.keys() ?? []) {
      const { magnitude, pending } = restaking.allocationAt(operator, key, strategy, block)
      const later = (magnitude as bigint) + max(pending, 0n)
      if (later === 0n) continue

      sum += later
      const { avs, recipient } = layer.sets.get(key)!
      const set = {
        service: avs,
        allowed: risk.allowed.has(key),
        redistributes: recipient !== layer.addresses.burn,
      }
      take(result.now, set, partUp(held, magnitude, most))
      take(result.later, set, partUp(held, later, most))
    }
    if (most > 0n) result.allocatedBps = max(result.allocatedBps, divUp(sum * bpsWhole, most))
  }
  return result
}

export declare namespace exposure {
  type Args = { index: Address; asset?: Address; more?: Wei }
}

function nothing(): Takings {
  return { byService: new Map(), redistributable: 0n, notAllowed: 0n }
}

/** Of what is left: a set can take its magnitude's part of that. */
function partUp(held: bigint, magnitude: bigint, most: bigint): bigint {
  return most === 0n ? 0n : min(mulDivUp(held, magnitude, most), held)
}

function take(
  takings: Takings,
  {
    service,
    allowed,
    redistributes,
  }: { service: Address; allowed: boolean; redistributes: boolean },
  part: bigint,
) {
  if (!allowed) {
    takings.notAllowed += max(part, 1n)
    return
  }
  takings.byService.set(service, (takings.byService.get(service) ?? 0n) + part)
  if (redistributes) takings.redistributable += part
}

/** The largest loss from any one operator, any one service, any pair of services. */
export function largestLosses(state: State, block: Blocks): largestLosses.ReturnType {
  const byService = new Map<Address, bigint>()
  let operator = 0n
  for (const index of state.delegators.keys()) {
    const { held, later } = exposure(state, { index }, block)
    operator = max(operator, held)
    for (const [service, assets] of later.byService)
      byService.set(service, (byService.get(service) ?? 0n) + assets)
  }
  const [service = 0n, second = 0n] = [...byService.values()].sort((a, b) => (a > b ? -1 : 1))
  return { operator, service, pair: service + second, byService }
}

export declare namespace largestLosses {
  type ReturnType = {
    operator: bigint
    service: bigint
    pair: bigint
    byService: Map<Address, bigint>
  }
}
