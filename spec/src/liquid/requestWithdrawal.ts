import { SpecError } from '../error.ts'
import { divUp, max, min, saturatingSub } from '../math.ts'
import { type Address, type Gwei, gweiToWei, type Seconds, type Wei, weiPerGwei } from '../units.ts'
import { keptGwei, leastPartGwei, week } from './parameters.ts'
import { sync } from './round.ts'
import { requirePod } from './stake.ts'
import { type Asked, atomic, delegatorOf, emit, type Env, ETHER, type State } from './state.ts'

/** Asks the beacon chain for what a delegator has queued and its pod lacks: of each validator a part of what it has above 32 ether, or
 * all, by an amount of 0, where that part isn't enough. For anyone to call. */
export function requestWithdrawal(
  state: State,
  { index, requests }: requestWithdrawal.Args,
  env: Env,
): Wei {
  return atomic(state, () => {
    sync(state, { index }, env)
    requirePod(state, index)
    const wanted = needed(state, index, env)
    let asked = 0n
    for (const request of requests)
      asked += ask(state, index, { ...request, wanted: saturatingSub(wanted, asked) }, env)
    expectMore(state, index, asked, env)
    emit(state, 'native', 'WithdrawalsAsked', { index, assets: asked })
    return asked
  })
}

export declare namespace requestWithdrawal {
  type Args = { index: Address; requests: readonly { pubkeyRoot: string; amount: Gwei }[] }
}

/** wei of beacon ether that a delegator has queued, less what its pod has and what was asked for lately and hasn't come. */
export function needed(state: State, index: Address, { now }: { now: Seconds }): bigint {
  const { asked, holdings } = delegatorOf(state, index)
  const { thisWeek, lastWeek } = lately(asked, now)
  const lacking = saturatingSub(asked.due, hadBy(state, index))
  const coming = min(gweiToWei((thisWeek as bigint) + lastWeek) as bigint, lacking)
  return saturatingSub(holdings.get(ETHER)!.queued, podOf(state, index) + coming)
}

function ask(
  state: State,
  index: Address,
  { pubkeyRoot, amount, wanted }: { pubkeyRoot: string; amount: Gwei; wanted: Wei },
  { now }: Env,
): bigint {
  const has = delegatorOf(state, index).validators.get(pubkeyRoot)
  if (has === undefined) throw new SpecError('ValidatorUnfit', { pubkeyRoot })
  const last = state.askedOf.get(pubkeyRoot) ?? { since: 0n, amount: 0n }
  const { since, amount: before } = now >= last.since + week ? { since: now, amount: 0n } : last
  const above = saturatingSub(has, keptGwei)
  const asked: bigint = amount === 0n ? has : amount

  if (amount === 0n) {
    // The beacon chain ignores it while a part is on its way; and a part that is enough leaves the validator where it is.
    if (before > 0n) throw new SpecError('AskedLately', { pubkeyRoot, until: since + week })
    if (wanted <= above * weiPerGwei)
      throw new SpecError('NotWanted', { wanted, asked: asked * weiPerGwei })
  } else {
    const left = saturatingSub(above, before)
    if (amount > left) throw new SpecError('ExceedsBalance', { pubkeyRoot, asked: amount, left })
    const most = divUp(wanted, weiPerGwei)
    if (amount > most) throw new SpecError('NotWanted', { wanted, asked: asked * weiPerGwei })
    // A crumb would keep the whole from being asked for.
    const least = min(leastPartGwei, most)
    if (amount < least) throw new SpecError('PartTooSmall', { pubkeyRoot, asked: amount, least })
  }
  state.askedOf.set(pubkeyRoot, { since, amount: before + asked })
  return asked * weiPerGwei
}

function expectMore(state: State, index: Address, assets: bigint, { now }: Env) {
  const of = delegatorOf(state, index)
  const had = hadBy(state, index)
  const { thisWeek, lastWeek } = lately(of.asked, now)
  // After two weeks without a request nothing is expected any more.
  const due = thisWeek + lastWeek === 0n ? had : max(of.asked.due, had)
  of.asked = {
    due: due + assets,
    week: now / week,
    thisWeek: thisWeek + assets / weiPerGwei,
    lastWeek,
  }
}

function lately(asked: Asked, now: Seconds): { thisWeek: bigint; lastWeek: bigint } {
  const passed = now / week - asked.week
  if (passed === 0n) return { thisWeek: asked.thisWeek, lastWeek: asked.lastWeek }
  return { thisWeek: 0n, lastWeek: passed === 1n ? asked.thisWeek : 0n }
}

/** wei that the pod ever had: what is there, and what it paid. */
function hadBy(state: State, index: Address): bigint {
  return podOf(state, index) + delegatorOf(state, index).paid
}

function podOf({ restaking: layer }: State, index: Address): bigint {
  return layer.pods.get(index)?.balance ?? 0n
}
