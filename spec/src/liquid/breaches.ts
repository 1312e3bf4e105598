import { divUp } from '../math.ts'
import * as restaking from '../restaking/index.ts'
import { type Address, type Blocks, type Bps, bpsWhole, type Wei, wad } from '../units.ts'
import { rate } from '../ledger/accrue.ts'
import { type Exposure, exposure } from './exposure.ts'
import { delegatorOf, type Env, type State } from './state.ts'

/** A ceiling that is broken at a delegator. An active breach is its operator's or an AVS's doing: `excess` of it is for
 * anyone to queue. A passive one came about by others' losses or leaving, and only stops deposits. */
export type Breach = {
  ceiling: 'operator' | 'avs' | 'pair' | 'redistributable' | 'delay' | 'set'
  delegator: Address
  /** The AVSs it is about; of a set, `avs/id`. */
  who: readonly string[]
  assets: Wei
  limit: Wei
  active: boolean
  excess: Wei
}

/** All ceilings that are broken now, at every delegator that has a part in it. */
export function breaches(state: State, { now, block }: Pick<Env, 'now' | 'block'>): Breach[] {
  const { assets: all } = rate(state.vault.money, state.vault.parameters, now)
  const names = [...state.delegators.keys()]
  const book = new Map(names.map((name) => [name, exposure(state, name, block)]))
  return [
    ...names.flatMap((name) => ownBreaches(state, { name, of: book.get(name)!, all, block })),
    ...sharedBreaches(state, book, all),
  ]
}

export function breachesOf(state: State, delegator: Address, env: Pick<Env, 'now' | 'block'>) {
  return breaches(state, env).filter((breach) => breach.delegator === delegator)
}

type Own = { name: Address; of: Exposure; all: Wei; block: Blocks }

function ownBreaches(state: State, { name, of, all, block }: Own): Breach[] {
  const { ceilings, restaking: layer } = state
  const { operator } = delegatorOf(state, name)
  const found: Breach[] = []
  const add = (breach: Omit<Breach, 'delegator' | 'assets'>) =>
    found.push({ delegator: name, assets: of.assets, ...breach })

  // Only the vault puts stake anywhere, so a share that is too large is never the operator's doing.
  const limit = part(all, ceilings.operatorBps)
  if (of.assets > limit) add({ ceiling: 'operator', who: [], limit, active: false, excess: 0n })

  const whole = { limit: 0n, active: true, excess: of.assets }
  const least = leastDelay(state)
  const { allocationDelay, allocations } = restaking.operatorOf(layer, operator)!
  const { delay, pending, effectBlock } = allocationDelay
  if (pending < least || (block < effectBlock && delay < least))
    add({ ceiling: 'delay', who: [], ...whole })

  for (const [key, ofSet] of allocations) {
    const taken = [...ofSet.keys()].some((strategy) => {
      const now = restaking.allocationAt(
        restaking.operatorOf(layer, operator),
        key,
        strategy,
        block,
      )
      return now.magnitude > 0n || now.pending > 0n
    })
    if (taken && !ceilings.allowed.has(key)) add({ ceiling: 'set', who: [key], ...whole })
  }
  return found
}

/** From the announcement of an allocation, whoever queues within `reaction` is out of the queue before it can slash. */
export function leastDelay({ ceilings, restaking: layer }: State): Blocks {
  return (layer.parameters.withdrawalDelay as bigint) + 1n + ceilings.reaction
}

function sharedBreaches(state: State, book: Map<Address, Exposure>, all: Wei): Breach[] {
  const { ceilings } = state
  const avss = [...new Set([...book.values()].flatMap(({ byAvs }) => [...byAvs.keys()]))]
  const pairs = avss.flatMap((a, i) => avss.slice(i + 1).map((b) => [a, b] as const))
  return [
    ...avss.flatMap((avs) =>
      shared(state, book, {
        ceiling: 'avs',
        who: [avs],
        limit: part(all, ceilings.avsBps),
        ceilingBps: ceilings.avsBps,
        taken: ({ byAvs, parts }) => [byAvs.get(avs) ?? 0n, parts.get(avs) ?? 0n],
      }),
    ),
    ...pairs.flatMap((who) =>
      shared(state, book, {
        ceiling: 'pair',
        who,
        limit: part(all, ceilings.pairBps),
        ceilingBps: ceilings.pairBps,
        taken: (of) => overlap(of, who),
      }),
    ),
    ...shared(state, book, {
      ceiling: 'redistributable',
      who: [],
      limit: part(all, ceilings.redistributableBps),
      ceilingBps: ceilings.redistributableBps,
      taken: ({ redistributable, redistributablePart }) => [redistributable, redistributablePart],
    }),
  ]
}

/** What two AVSs can take together of an operator that serves both: one failure may answer to both. */
function overlap({ byAvs, parts }: Exposure, [a, b]: readonly [Address, Address]): Taken {
  const both = [parts.get(a) ?? 0n, parts.get(b) ?? 0n]
  if (both.includes(0n)) return [0n, 0n]
  return [(byAvs.get(a) ?? 0n) + (byAvs.get(b) ?? 0n), both[0]! + both[1]!]
}

/** wei, and the part of 10¹⁸. */
type Taken = readonly [bigint, bigint]

type Ceiling = Pick<Breach, 'ceiling' | 'who' | 'limit'> & {
  ceilingBps: Bps
  taken: (of: Exposure) => Taken
}

function shared(
  state: State,
  book: Map<Address, Exposure>,
  { ceiling, who, limit, ceilingBps, taken }: Ceiling,
): Breach[] {
  const most: bigint = (wad * (ceilingBps as bigint)) / bpsWhole
  let [assets, atTarget] = [0n, 0n]
  for (const [name, of] of book) {
    const [wei, share] = taken(of)
    assets += wei
    atTarget += delegatorOf(state, name).weightBps * share
  }
  // With every delegator at its target weight, losses play no part: what is too much then was allocated.
  const chosen = atTarget > (ceilingBps as bigint) * wad
  if (assets <= limit && !chosen) return []

  return [...book].flatMap(([delegator, of]) => {
    const [wei, share] = taken(of)
    if (share === 0n) return []
    // Were every part within the ceiling, so were their weighted sum: somebody is above it.
    const active = chosen && share > most
    const over = active && assets > limit ? divUp((assets - limit) * of.assets, wei || 1n) : 0n
    const excess = over < of.assets ? over : of.assets
    return [{ ceiling, who, delegator, assets, limit, active, excess }]
  })
}

function part(all: Wei, bps: Bps): Wei {
  return (all * bps) / bpsWhole
}
