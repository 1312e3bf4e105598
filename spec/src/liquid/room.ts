import { rate } from '../ledger/accrue.ts'
import { max, min } from '../math.ts'
import * as restaking from '../restaking/index.ts'
import { type Address, bpsWhole, type Wei, wad } from '../units.ts'
import { breachesOf } from './breaches.ts'
import { type Exposure, exposure } from './exposure.ts'
import { delegatorOf, type Env, type State } from './state.ts'

/** Whether nothing may be routed to a delegator: it was put out, or slashed too deep, or has a part in a breach. */
export function isClosed(state: State, delegator: Address, env: Pick<Env, 'now' | 'block'>) {
  return !isSound(state, delegator) || breachesOf(state, delegator, env).length > 0
}

/** Delegated to its own operator, of whom enough is left. */
export function isSound(state: State, delegator: Address): boolean {
  const { restaking: layer, assets, parameters } = state
  const { operator } = delegatorOf(state, delegator)
  if (layer.stakers.get(delegator)?.operator !== operator) return false
  const of = restaking.operatorOf(layer, operator)
  return [...assets.values()].every(
    ({ strategy }) => restaking.maxMagnitude(of, strategy) >= parameters.minMagnitude,
  )
}

/** wei that a delegator may still get: up to its target, and as far as every ceiling that it has a part in allows. */
export function room(state: State, delegator: Address, env: Pick<Env, 'now' | 'block'>): Wei {
  if (isClosed(state, delegator, env)) return 0n

  const { ceilings } = state
  const { assets: all } = rate(state.vault.money, state.vault.parameters, env.now)
  const limit = (bps: bigint) => (all * bps) / bpsWhole
  const book = [...state.delegators.keys()].map((name) => exposure(state, name, env.block))
  const own = exposure(state, delegator, env.block)
  const sum = (taken: (of: Exposure) => bigint) => book.reduce((total, of) => total + taken(of), 0n)

  const { weightBps } = delegatorOf(state, delegator)
  // Each allocation rounds what it can take up, once for the stake and once for its worth.
  const { operator } = delegatorOf(state, delegator)
  const dust = 2n * BigInt(restaking.operatorOf(state.restaking, operator)!.allocations.size)
  let left: bigint = min(limit(weightBps), limit(ceilings.operatorBps)) - own.assets
  const cap = (most: bigint, taken: bigint, share: bigint) => {
    if (share > 0n) left = min(left, ((most - taken - dust) * wad) / share)
  }
  for (const [a, share] of own.parts) {
    cap(
      limit(ceilings.avsBps),
      sum(({ byAvs }) => byAvs.get(a) ?? 0n),
      share,
    )
    for (const [b, other] of own.parts) {
      if (a >= b || share === 0n || other === 0n) continue
      const both = sum(({ byAvs, parts }) =>
        parts.get(a) && parts.get(b) ? byAvs.get(a)! + byAvs.get(b)! : 0n,
      )
      cap(limit(ceilings.pairBps), both, share + other)
    }
  }
  cap(
    limit(ceilings.redistributableBps),
    sum(({ redistributable }) => redistributable),
    own.redistributablePart,
  )
  return max(left, 0n)
}
