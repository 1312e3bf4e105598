import { SpecError } from '../error.ts'
import { accrue, rate } from '../ledger/accrue.ts'
import { balance } from '../ledger/idle.ts'
import { max, min, saturatingSub } from '../math.ts'
import * as restaking from '../restaking/index.ts'
import { queuedShares } from '../state.ts'
import { type Address, bpsWhole, type Seconds, secondsPerDay, type Wei } from '../units.ts'
import { appraise, inLine } from './appraise.ts'
import { excess } from './breaches.ts'
import { bookedDown, measure, unitsUp } from './measure.ts'
import { maxRoots, minRung } from './parameters.ts'
import { recount } from './round.ts'
import { assetOf, atomic, emit, type Env, type State } from './state.ts'
import { rootCount, sharesFor } from './tally.ts'

/** Queues a withdrawal for what the queue and the lane are short of, as far as today's rungs go. For anyone to call. */
export function lay(state: State, { index, asset }: lay.Args, env: Env): lay.ReturnType {
  assetOf(state, asset)
  return atomic(state, () => {
    recount(state, index, env)
    const missing = wanted(state, env)
    if (missing === 0n) throw new SpecError('NothingWanted', {})
    const number = env.now / secondsPerDay
    const laid = state.day.number === number ? state.day.laid : 0n
    const left = saturatingSub(rungOf(state, env.now), laid)
    const nextAt = (number + 1n) * secondsPerDay
    if (left < minRung && laid !== 0n) throw new SpecError('RungLaid', { nextAt })

    const want = min(left, max(missing, minRung))
    const { assets, root } = queueOut(state, { index, asset, want, derisking: false }, env)
    state.day = { number, laid: laid + assets }
    return { assets, root }
  })
}

export declare namespace lay {
  type Args = { index: Address; asset: Address }
  type ReturnType = { assets: bigint; root: restaking.Withdrawal }
}

/** Queues a withdrawal for what an active breach puts at risk. For anyone to call, at any time. */
export function derisk(state: State, { index, asset }: lay.Args, env: Env): lay.ReturnType {
  assetOf(state, asset)
  return atomic(state, () => {
    recount(state, index, env)
    const want = excess(state, index, env)
    if (want === 0n) throw new SpecError('NothingInExcess', { index })
    return queueOut(state, { index, asset, want, derisking: true }, env)
  })
}

/** Queues what is worth `want` wei, or all there is. */
function queueOut(
  state: State,
  { index, asset, want, derisking }: lay.Args & { want: Wei; derisking: boolean },
  env: Env,
): { assets: bigint; root: restaking.Withdrawal } {
  // What others made us queue doesn't count: nobody can keep us from leaving.
  if (!derisking && rootCount(state, index) >= maxRoots)
    throw new SpecError('TooManyRoots', { index, maximum: BigInt(maxRoots) })
  const { strategy } = assetOf(state, asset)
  const units = unitsUp(state, asset, want)
  const { shares, worth } = sharesFor(state, { index, asset, units })
  if (shares === 0n) throw new SpecError('ZeroUnits', {})
  const assets = bookedDown(state, asset, worth) as bigint

  const params = [{ strategies: [strategy], depositShares: [shares] }]
  const [root] = restaking.queueWithdrawals(state.restaking, { params }, { ...env, sender: index })
  measure(state, index, env.block)
  appraise(state, { asset }, env)
  emit(state, 'spread', 'RungQueued', { index, asset, root, assets, derisking })
  return { assets, root: root! }
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
  for (const [asset, { queued }] of state.assets) sum += bookedDown(state, asset, queued)
  return sum
}

/** wei of tokens that wait here and whose issuer has a line for ether. */
export function unwindable(state: State): bigint {
  let sum = 0n
  for (const [asset, { queues, waiting }] of state.assets)
    if (queues) sum += bookedDown(state, asset, waiting)
  return sum
}
