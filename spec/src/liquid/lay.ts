import { SpecError } from '../error.ts'
import { accrue, rate } from '../ledger/accrue.ts'
import { balance } from '../ledger/idle.ts'
import { max, min, saturatingSub } from '../math.ts'
import * as restaking from '../restaking/index.ts'
import { queuedShares } from '../state.ts'
import {
  type Address,
  bpsWhole,
  type Seconds,
  secondsPerDay,
  type Units,
  type Wei,
} from '../units.ts'
import { inLine } from './appraise.ts'
import { excess } from './breaches.ts'
import { assetsIn, bookedDown, measure, unitsUp } from './measure.ts'
import { leastPart, manyRoots, maxRoots, minRung } from './parameters.ts'
import { requireRoots } from './route.ts'
import { assetOf, atomic, emit, type Env, ETHER, type State } from './state.ts'
import { count, sharesFor } from './tally.ts'

/** Queues a withdrawal for what the queue and the lane are short of, as far as today's rungs go. For anyone to call. */
export function lay(state: State, { index, asset }: lay.Args, env: Env): lay.ReturnType {
  const last = !bringsEther(state, asset)
  return atomic(state, () => {
    measure(state, index, env)
    if (last && freeOf(state) >= minRung) throw new SpecError('NoQueue', { asset })
    const missing = wanted(state, env)
    if (missing === 0n) throw new SpecError('NothingWanted', {})
    const number = env.now / secondsPerDay
    const laid = state.day.number === number ? state.day.laid : 0n
    const left = saturatingSub(rungOf(state, env.now), laid)
    const nextAt = (number + 1n) * secondsPerDay
    if (left < minRung && laid !== 0n) throw new SpecError('RungLaid', { nextAt })

    const want = min(left, max(missing, minRung))
    const units = min(unitsUp(state, asset, want), count(state, index, asset, env.block).free)
    if (units === 0n) throw new SpecError('ZeroUnits', {})
    const assets: bigint = bookedDown(state, asset, units)
    // Crumbs, which anyone can bring to a pod, go one at a time; small rungs get half of the places. What has to be laid after them
    // has its room.
    const small = assets < rungOf(state, env.now) / BigInt(maxRoots)
    requireRoots(state, index, assets < minRung ? 1 : small ? maxRoots / 2 : maxRoots)
    state.day = { number, laid: laid + assets }
    const root = queueOut(state, { index, asset, units, assets, derisking: false }, env)
    return { assets, root }
  })
}

export declare namespace lay {
  type Args = { index: Address; asset: Address }
  type ReturnType = { assets: bigint; root: restaking.Withdrawal }
}

/** Queues a withdrawal for what an active breach puts at risk: a tenth of an ether or more, or all there is. For anyone to call, at
 * any time. */
export function derisk(state: State, { index, asset }: lay.Args, env: Env): lay.ReturnType {
  assetOf(state, asset)
  return atomic(state, () => {
    measure(state, index, env)
    const all = count(state, index, asset, env.block).free
    const want = excess(state, index, env)
    const units = min(unitsUp(state, asset, want), all)
    if (want === 0n || (want < minRung && units < all))
      throw new SpecError('NothingInExcess', { index })

    const assets: bigint = bookedDown(state, asset, units)
    // An operator can't use up our roots with crumbs and keep what matters.
    if (assets < heldBy(state, index) / leastPart) requireRoots(state, index, manyRoots)
    const root = queueOut(state, { index, asset, units, assets, derisking: true }, env)
    return { assets, root }
  })
}

function queueOut(
  state: State,
  {
    index,
    asset,
    units,
    assets,
    derisking,
  }: lay.Args & { units: Units; assets: Wei; derisking: boolean },
  env: Env,
): restaking.Withdrawal {
  const { strategy } = assetOf(state, asset)
  const { shares } = sharesFor(state, { index, asset, units })
  if (shares === 0n) throw new SpecError('ZeroUnits', {})

  const params = [{ strategies: [strategy], depositShares: [shares] }]
  const [root] = restaking.queueWithdrawals(state.restaking, { params }, { ...env, sender: index })
  measure(state, index, env)
  emit(state, 'spread', 'RungQueued', { index, asset, root, assets, derisking })
  return root!
}

function bringsEther(state: State, asset: Address): boolean {
  return asset === ETHER || assetOf(state, asset).queues
}

/** wei of what could be asked back and would come as ether. */
function freeOf(state: State): bigint {
  let sum = 0n
  for (const [asset, { units, queued }] of state.assets)
    if (bringsEther(state, asset)) sum += bookedDown(state, asset, (units as bigint) - queued)
  return sum
}

function heldBy(state: State, index: Address): bigint {
  let sum = 0n
  for (const asset of state.assets.keys()) sum += assetsIn(state, index, asset)
  return sum
}

/** wei that the queue and the lane are short of. */
export function shortfallOf({ vault }: State, now: Seconds): bigint {
  const { money, parameters, queue } = vault
  return balance(accrue(money, parameters, now), parameters, queuedShares(queue)).shortfall
}

/** Of that, what isn't on its way. */
export function wanted(state: State, { now }: Pick<Env, 'now'>): bigint {
  return saturatingSub(shortfallOf(state, now), coming(state) + unwindable(state))
}

/** wei that one day's rungs may ask back. */
export function rungOf({ vault, parameters }: State, now: Seconds): bigint {
  const { assets } = rate(vault.money, vault.parameters, now)
  return (assets * parameters.rungBps) / bpsWhole
}

/** wei asked back and not here yet, by the last counts. */
export function coming(state: State): bigint {
  let sum = inLine(state)
  for (const [asset, { queued }] of state.assets)
    if (bringsEther(state, asset)) sum += bookedDown(state, asset, queued)
  return sum
}

/** wei of tokens that wait here and whose issuer has a line for ether. */
export function unwindable(state: State): bigint {
  let sum = 0n
  for (const [asset, { queues, waiting }] of state.assets)
    if (queues) sum += bookedDown(state, asset, waiting)
  return sum
}
