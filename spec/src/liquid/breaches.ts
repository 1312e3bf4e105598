import { rate } from '../ledger/accrue.ts'
import { mulDivDown, saturatingSub } from '../math.ts'
import * as restaking from '../restaking/index.ts'
import { type Address, type Blocks, type Bps, bpsWhole, type Wei } from '../units.ts'
import { type Exposure, exposure, type Takings } from './exposure.ts'
import { assetsIn } from './measure.ts'
import { minMagnitude } from './parameters.ts'
import { delegatorOf, type Env, type State } from './state.ts'

export type Rule =
  | 'OperatorShare'
  | 'ServiceShare'
  | 'PairOverlap'
  | 'Redistributable'
  | 'AllocationDelay'
  | 'SetNotAllowed'
  | 'AllocationSum'
  | 'Exhausted'

/** A ceiling that is broken at a delegator. Active, if its operator made it and it can still be answered: anyone may queue the
 * excess. Passive, if it came about by what others lost or took out: it only closes the delegator. */
export type Breach = {
  rule: Rule
  active: boolean
  /** wei; or blocks, of a delay; or bps, of a sum; or of 10¹⁸, of what is exhausted. */
  value: bigint
  ceiling: bigint
  /** wei to take out of the delegator until the rule holds again. */
  excess: bigint
}

type Moment = Pick<Env, 'now' | 'block'>

/** All that is broken at one delegator, or would be if it had `more` wei of `asset`. */
export function breaches(state: State, args: exposure.Args, { now, block }: Moment): Breach[] {
  const { index } = args
  delegatorOf(state, index)
  const { assets: total } = rate(state.vault.money, state.vault.parameters, now)
  const book = [...state.delegators.keys()].map((name) =>
    exposure(state, name === index ? args : { index: name }, block),
  )
  const own = book[[...state.delegators.keys()].indexOf(index)]!
  return [...ownBreaches(state, { index, own, total, block }), ...shared(state, own, book, total)]
}

/** Whether a delegator may get `assets` more: no breach now, nor after. */
export function admits(
  state: State,
  { index, asset, assets }: { index: Address; asset: Address; assets: Wei },
  env: Moment,
): boolean {
  return breaches(state, { index, asset, more: assets }, env).length === 0
}

/** wei that active breaches let anyone queue. What is queued already is taken off. */
export function excess(state: State, index: Address, env: Moment): bigint {
  const most = breaches(state, { index }, env).reduce(
    (largest, { active, excess: of }) => (active && of > largest ? of : largest),
    0n,
  )
  let queued = 0n
  for (const [asset, of] of delegatorOf(state, index).holdings)
    if (of.queued > 0n) queued += mulDivDown(assetsIn(state, index, asset), of.queued, of.units)
  return saturatingSub(most, queued)
}

/** What the operator answers for alone: all of what it has is in excess. */
function ownBreaches(
  state: State,
  { index, own, total, block }: { index: Address; own: Exposure; total: Wei; block: Blocks },
): Breach[] {
  const { risk, restaking: layer } = state
  const { held, later, allocatedBps, magnitude } = own
  const found: Breach[] = []
  const most = part(total, risk.maxOperatorBps)
  // Nobody but the vault puts stake anywhere: a share that is too large is never the operator's doing.
  if (held > most)
    found.push({
      rule: 'OperatorShare',
      active: false,
      value: held,
      ceiling: most,
      excess: held - most,
    })

  const add = (rule: Rule, value: bigint, ceiling: bigint) =>
    found.push({ rule, active: true, value, ceiling, excess: held })
  if (later.notAllowed > 0n) add('SetNotAllowed', later.notAllowed, 0n)
  if (allocatedBps > risk.maxAllocatedBps) add('AllocationSum', allocatedBps, risk.maxAllocatedBps)
  if (magnitude < minMagnitude)
    found.push({
      rule: 'Exhausted',
      active: false,
      value: magnitude,
      ceiling: minMagnitude,
      excess: 0n,
    })
  const { operator } = delegatorOf(state, index)
  const delay: bigint = restaking.allocationDelay(layer, operator, block)!
  if (delay < leastDelay(state)) add('AllocationDelay', delay, leastDelay(state))
  return found
}

/** Who leaves within `reactionBlocks` of an announcement is out of the queue before it can be slashed by it. */
export function leastDelay({ risk, restaking: layer }: State): bigint {
  return layer.parameters.withdrawalDelay + 1n + risk.reactionBlocks
}

function shared(state: State, own: Exposure, book: Exposure[], total: Wei): Breach[] {
  const { risk } = state
  const services = [...new Set([...risk.allowed].map((key) => key.slice(0, key.lastIndexOf('/'))))]
  const look = (rule: Rule, bps: Bps, taken: (of: Takings) => bigint) =>
    together({ rule, own, book, ceiling: part(total, bps), taken })
  return [
    ...services.flatMap((service, i) => [
      ...look('ServiceShare', risk.maxServiceBps, (of) => of.byService.get(service) ?? 0n),
      ...services
        .slice(i + 1)
        .flatMap((other) =>
          look('PairOverlap', risk.maxPairBps, (of) => overlap(of, service, other)),
        ),
    ]),
    ...look('Redistributable', risk.maxRedistributableBps, (of) => of.redistributable),
  ]
}

/** No stake is slashed twice; but who serves both can lose to both at once. */
function overlap({ byService }: Takings, a: Address, b: Address): bigint {
  const [first, second] = [byService.get(a) ?? 0n, byService.get(b) ?? 0n]
  return first === 0n || second === 0n ? 0n : first + second
}

/** A ceiling that all delegators share. What may stay is so little that it keeps the ceiling even if all of it is as exposed as its
 * most exposed asset: whichever asset leaves first. */
function together({
  rule,
  own,
  book,
  ceiling,
  taken,
}: {
  rule: Rule
  own: Exposure
  book: Exposure[]
  ceiling: bigint
  taken: (of: Takings) => bigint
}): Breach[] {
  const later = book.reduce((sum, of) => sum + taken(of.later), 0n)
  const mine = taken(own.later)
  if (later <= ceiling || mine === 0n) return []

  // Only who has announced something answers for it; nobody else is drained for that, and no older breach excuses it.
  const active = mine > taken(own.now)
  const stay = (saturatingSub(mine, later - ceiling) * bpsWhole) / own.allocatedBps
  return [{ rule, active, value: later, ceiling, excess: saturatingSub(own.held, stay) }]
}

function part(all: Wei, bps: Bps): bigint {
  return (all * bps) / bpsWhole
}
