import { rate } from '../ledger/accrue.ts'
import { divUp, min, saturatingSub } from '../math.ts'
import * as restaking from '../restaking/index.ts'
import { type Address, type Blocks, type Bps, bpsWhole, type Wei, wad } from '../units.ts'
import { type Exposure, exposure } from './exposure.ts'
import { bookedDown } from './measure.ts'
import { delegatorOf, type Env, type State } from './state.ts'
import { count } from './tally.ts'

export type Rule =
  | 'OperatorShare'
  | 'ServiceShare'
  | 'PairOverlap'
  | 'Redistributable'
  | 'AllocationDelay'
  | 'SetNotAllowed'
  | 'AllocationSum'

/** A ceiling that is broken at a delegator. Active, if its operator or a service made it: anyone may queue the excess. Passive, if
 * it came about by what others lost or took out: it only closes the delegator. */
export type Breach = {
  rule: Rule
  active: boolean
  /** wei; or blocks, of a delay; or bps, of a sum. */
  value: bigint
  ceiling: bigint
  /** wei to take out of the delegator so that the rule holds again. */
  excess: Wei
}

type Moment = Pick<Env, 'now' | 'block'>

/** All that is broken at one delegator; `more` is what it would have besides. */
export function breaches(
  state: State,
  { index, more = 0n }: breaches.Args,
  { now, block }: Moment,
): Breach[] {
  delegatorOf(state, index)
  const { assets: all } = rate(state.vault.money, state.vault.parameters, now)
  const book = new Map(
    [...state.delegators.keys()].map((name) => {
      const of = exposure(state, name, block)
      return [name, name === index ? enlarge(of, more) : of] as const
    }),
  )
  return [...own(state, { index, book, all, block }), ...shared(state, { index, book, all })]
}

export declare namespace breaches {
  type Args = { index: Address; more?: Wei }
}

/** With `more` where each could take most. */
function enlarge(of: Exposure, more: bigint): Exposure {
  const taken = (part: bigint) => (more === 0n ? 0n : divUp(more * part, wad))
  const byService = new Map(of.byService)
  for (const [service, part] of of.parts)
    byService.set(service, (byService.get(service) ?? 0n) + taken(part))
  const redistributable = of.redistributable + taken(of.redistributablePart)
  return { ...of, assets: of.assets + more, byService, redistributable }
}

/** Whether a delegator may get `assets` more: no breach now, nor after. */
export function admits(
  state: State,
  { index, assets }: { index: Address; assets: Wei },
  env: Moment,
): boolean {
  return breaches(state, { index, more: assets }, env).length === 0
}

/** wei that an active breach lets anyone queue, less what is on its way out already. */
export function excess(state: State, index: Address, env: Moment): bigint {
  const most = breaches(state, { index }, env).reduce(
    (largest: bigint, { active, excess: of }) => (active && of > largest ? of : largest),
    0n,
  )
  let leaving = 0n
  for (const asset of state.assets.keys())
    leaving += bookedDown(state, asset, count(state, index, asset, env.block).queued)
  return saturatingSub(most, leaving)
}

type View = { index: Address; book: Map<Address, Exposure>; all: Wei }

function own(state: State, { index, book, all, block }: View & { block: Blocks }): Breach[] {
  const { risk, restaking: layer } = state
  const { operator } = delegatorOf(state, index)
  const { assets, allocated } = book.get(index)!
  const found: Breach[] = []
  const add = (rule: Rule, active: boolean, value: bigint, ceiling: bigint) =>
    found.push({ rule, active, value, ceiling, excess: active ? assets : 0n })

  // Nobody but the vault puts stake anywhere: a share that is too large is never the operator's doing.
  const most = part(all, risk.maxOperatorBps)
  if (assets > most) add('OperatorShare', false, assets, most)

  const least = leastDelay(state)
  const delay: bigint = restaking.allocationDelay(layer, operator, block)!
  if (delay < least) add('AllocationDelay', true, delay, least)

  const of = restaking.operatorOf(layer, operator)
  for (const [key, ofSet] of of?.allocations ?? []) {
    const taken = [...ofSet.keys()].some((strategy) => {
      const { magnitude, pending } = restaking.allocationAt(of, key, strategy, block)
      return magnitude > 0n || pending > 0n
    })
    if (taken && !risk.allowed.has(key)) add('SetNotAllowed', true, assets, 0n)
  }

  const bps = divUp(allocated * bpsWhole, wad)
  if (bps > risk.maxOperatorAllocationBps)
    add('AllocationSum', true, bps, risk.maxOperatorAllocationBps)
  return found
}

/** Who leaves within `reactionBlocks` of an announcement is out of the queue before it can be slashed by it. */
export function leastDelay({ risk, restaking: layer }: State): bigint {
  return layer.parameters.withdrawalDelay + 1n + risk.reactionBlocks
}

function shared(state: State, view: View): Breach[] {
  const { risk } = state
  const mine = [...view.book.get(view.index)!.parts.keys()]
  return [
    ...mine.flatMap((service) =>
      together(state, view, {
        rule: 'ServiceShare',
        bps: risk.maxServiceBps,
        taken: ({ byService, parts }) => [byService.get(service) ?? 0n, parts.get(service) ?? 0n],
      }),
    ),
    ...mine.flatMap((a, i) =>
      mine.slice(i + 1).flatMap((b) =>
        together(state, view, {
          rule: 'PairOverlap',
          bps: risk.maxPairBps,
          taken: (of) => overlap(of, a, b),
        }),
      ),
    ),
    ...together(state, view, {
      rule: 'Redistributable',
      bps: risk.maxRedistributableBps,
      taken: ({ redistributable, redistributablePart }) => [redistributable, redistributablePart],
    }),
  ]
}

/** What two services can take together of operators that serve both: one failure may answer to both. */
function overlap({ byService, parts }: Exposure, a: Address, b: Address): Taken {
  const [first, second] = [parts.get(a) ?? 0n, parts.get(b) ?? 0n]
  if (first === 0n || second === 0n) return [0n, 0n]
  return [(byService.get(a) ?? 0n) + (byService.get(b) ?? 0n), first + second]
}

/** wei, and the part of 10¹⁸. */
type Taken = readonly [bigint, bigint]

function together(
  state: State,
  { index, book, all }: View,
  { rule, bps, taken }: { rule: Rule; bps: Bps; taken: (of: Exposure) => Taken },
): Breach[] {
  const [wei, share] = taken(book.get(index)!)
  if (share === 0n) return []

  let [value, chosen, weights] = [0n, 0n, 0n]
  for (const [name, of] of book) {
    const { weight } = delegatorOf(state, name)
    const [assets, part] = taken(of)
    value += assets
    chosen += weight * part
    weights += weight
  }
  const ceiling: bigint = part(all, bps)
  // With every delegator at its target weight losses play no part: what is too much then was allocated.
  const tooMuch = chosen * bpsWhole > bps * wad * weights
  if (value <= ceiling && !tooMuch) return []

  // Were every part within the ceiling, so were their weighted mean: somebody's is above it.
  const active = tooMuch && share * bpsWhole > bps * wad
  const { assets } = book.get(index)!
  const over = value > ceiling && wei > 0n ? divUp((value - ceiling) * assets, wei) : 0n
  return [{ rule, active, value, ceiling, excess: active ? min(over, assets) : 0n }]
}

function part(all: Wei, bps: Bps): bigint {
  return (all * bps) / bpsWhole
}
