import { SpecError } from '../error.ts'
import { accrue } from '../ledger/accrue.ts'
import { balance } from '../ledger/idle.ts'
import { min, saturatingSub } from '../math.ts'
import * as restaking from '../restaking/index.ts'
import { queuedShares } from '../state.ts'
import type { Address, Seconds, Units, Wei } from '../units.ts'
import { appraise, inLine } from './appraise.ts'
import { admits } from './breaches.ts'
import { shortfallOf } from './lay.ts'
import { bookedDown, measure, unitsUp } from './measure.ts'
import { maxRoots } from './parameters.ts'
import { assetOf, atomic, delegatorOf, emit, type Env, ETHER, isDelegated } from './state.ts'
import { sendUnits, spreadName, type State, tokenOf } from './state.ts'
import { rootCount } from './tally.ts'

/** Moves waiting tokens, `units` of them or all that are routable, to a delegator that has room for them by its weight. For anyone to
 * call. */
export function route(state: State, { index, asset, units: atMost }: route.Args, env: Env) {
  const { token, strategy } = tokenOf(state, asset)
  atomic(state, () => {
    // First what there is, so that no room is granted by what was.
    measure(state, index, env)
    const units = min(atMost, routable(state, asset, env))
    if (units === 0n) throw new SpecError('ZeroUnits', {})
    requireRoom(state, { index, asset, units, assets: bookedDown(state, asset, units) }, env)

    const of = assetOf(state, asset)
    of.waiting = (of.waiting as bigint) - units
    sendUnits(state, { token, from: spreadName, to: index, units })
    const amount: bigint = units
    restaking.deposit(state.restaking, { strategy, token, amount }, { ...env, sender: index })
    measure(state, index, env, asset)
    appraise(state, { asset }, env)
    emit(state, 'spread', 'Routed', { index, asset, units })
  })
}

export declare namespace route {
  type Args = { index: Address; asset: Address; units: Units }
}

export function requireRoom(
  state: State,
  { index, asset, units, assets }: route.Args & { assets: Wei },
  env: Env,
) {
  requireRoots(state, index, maxRoots)
  if (!mayGet(state, { index, asset, assets }, env)) throw new SpecError('Breached', { index })
  const room = roomFor(state, { index, asset }, env)
  if (units > room) throw new SpecError('ExceedsRoom', { index, asset, units, room })
}

/** Who isn't delegated would earn nothing there, and be slashed by nobody. */
export function mayGet(
  state: State,
  args: { index: Address; asset: Address; assets: Wei },
  env: Env,
): boolean {
  return isDelegated(state, args.index) && admits(state, args, env)
}

/** A delegator with many withdrawals costs much to count. */
export function requireRoots(state: State, index: Address, maximum: number) {
  if (rootCount(state, index) >= maximum)
    throw new SpecError('TooManyRoots', { index, maximum: BigInt(maximum) })
}

/** Of what waits: what somebody waits for in ether, and could be asked for here, stays. */
export function routable(state: State, asset: Address, { now }: { now: Seconds }): Units {
  const { waiting, queues } = tokenOf(state, asset)
  const owed = queues ? unitsUp(state, asset, missingOf(state, now)) : 0n
  return saturatingSub(waiting, owed as bigint)
}

/** wei that the queue and the lane are short of, and no ticket brings. */
export function missingOf(state: State, now: Seconds): bigint {
  return saturatingSub(shortfallOf(state, now), inLine(state))
}

/** Units that a delegator may get by its weight. */
export function roomFor(
  state: State,
  { index, asset }: { index: Address; asset: Address },
  { now }: { now: Seconds },
): Units {
  const { units, waiting } = assetOf(state, asset)
  const all = (units as bigint) + waiting + (asset === ETHER ? stakeable(state, now) : 0n)
  const { weight, holdings } = delegatorOf(state, index)
  let weights = 0n
  for (const of of state.delegators.values()) weights += of.weight
  return saturatingSub((all * weight) / weights, holdings.get(asset)?.units ?? 0n)
}

/** wei that are idle, and owed to nobody. */
export function stakeable(state: State, now: Seconds): bigint {
  const { money, parameters, queue } = state.vault
  return balance(accrue(money, parameters, now), parameters, queuedShares(queue)).stakeable
}

/** What somebody could route next: as much of the first token that waits as the emptiest delegator admits. */
export function nextRoute(state: State, env: Env): route.Args | undefined {
  for (const asset of state.assets.keys()) {
    const waiting = asset === ETHER ? 0n : routable(state, asset, env)
    if (waiting === 0n) continue
    const open = [...state.delegators.keys()]
      .filter((index) => isDelegated(state, index) && rootCount(state, index) < maxRoots)
      .map((index) => ({ index, units: min(roomFor(state, { index, asset }, env), waiting) }))
      .filter(({ units }) => units > 0n)
      .sort((a, b) => (a.units > b.units ? -1 : 1))
    for (const { index, units } of open) {
      const assets = bookedDown(state, asset, units)
      if (admits(state, { index, asset, assets }, env)) return { index, asset, units }
    }
  }
  return undefined
}
