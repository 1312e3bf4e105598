import { SpecError } from '../error.ts'
import { accrue, commit } from '../ledger/accrue.ts'
import { gain } from '../ledger/gain.ts'
import { idle, laneTarget } from '../ledger/idle.ts'
import { max, min, saturatingSub } from '../math.ts'
import { etherOf, filled } from '../state.ts'
import type { Address, Seconds, Shares } from '../units.ts'
import { appraiseAll } from './appraise.ts'
import { emitBooked } from './book.ts'
import { measure } from './measure.ts'
import { roundLasts } from './parameters.ts'
import { atomic, delegatorOf, emit, type Env, ETHER, type State } from './state.ts'

/** Opens a round, in which every delegator is counted once; or replaces one that nobody ended. For anyone to call. */
export function openRound(state: State, _: Record<string, never>, { now }: Env) {
  const { number, openedAt, tail, missing, last } = state.round
  const dueAt = openedAt + (missing.size === 0 ? state.parameters.roundInterval : roundLasts)
  if (now < dueAt) throw new SpecError('RoundNotDue', { dueAt })

  state.round = {
    number: number + 1n,
    openedAt: now,
    tail: state.vault.queue.tail,
    provenAt: now,
    missing: new Set(state.delegators.keys()),
    // One that wasn't ended is no mark: the one before it stays.
    last: missing.size === 0 ? { openedAt, tail } : last,
  }
  emit(state, 'spread', 'RoundOpened', { round: number + 1n, openedAt: now })
}

/** Counts one delegator anew, and books what that changes. Ends the round if it was the last one missing: then all is booked at the
 * rates of now. For anyone to call. */
export function sync(state: State, { index }: sync.Args, env: Env) {
  atomic(state, () => {
    measure(state, index, env)
    answer(state, index, env)
  })
}

export declare namespace sync {
  type Args = { index: Address }
}

function answer(state: State, index: Address, env: Env) {
  const { round } = state
  if (!round.missing.delete(index)) return
  // Of whose validators the rate counts nothing, nothing has to be known.
  if (delegatorOf(state, index).holdings.get(ETHER)!.units > 0n)
    round.provenAt = min(round.provenAt, podProvenAt(state, index, env))
  if (round.missing.size > 0) return

  appraiseAll(state, env)
  const { provenAt, number } = round
  const eligible = saturatingSub(tailAt(round), filled(state.vault.queue))
  finish(state, { provenAt, eligible }, env)
  emit(state, 'spread', 'RoundFinished', { round: number, provenAt, eligible })
}

/** Where the line ended in the newest round that opened before what is proven now was: who asked after it, knew it. */
function tailAt({ provenAt, openedAt, tail, last }: State['round']): Shares {
  if (provenAt >= openedAt) return tail
  return provenAt >= last.openedAt ? last.tail : 0n
}

/** What a pod's validators have is known from its newest checkpoint, or from when they were proven to be there. */
export function podProvenAt(state: State, index: Address, { now }: Pick<Env, 'now'>): Seconds {
  const { validators, verifiedAt, checkpointedAt } = delegatorOf(state, index)
  return validators.size === 0 ? now : max(checkpointedAt, verifiedAt)
}

/** What is in the vault unasked is a gain, `eligible` may be filled, the lane's bucket is new. */
function finish(
  state: State,
  { provenAt, eligible }: { provenAt: Seconds; eligible: Shares },
  { now }: Env,
) {
  const { vault } = state
  const money = accrue(vault.money, vault.parameters, now)
  const here = etherOf(vault, vault.addresses.vault)
  const found = saturatingSub(here, idle(money))
  if (found > 0n) gain(money, vault.parameters, now, found)
  // Who was eligible by an older proof is by a newer one.
  money.eligible = provenAt >= money.provenAt ? max(eligible, money.eligible) : eligible
  money.provenAt = provenAt
  money.laneUsed = 0n
  money.laneCapacity = laneTarget(money.backing - money.unvested, vault.parameters.laneBps)
  commit(vault, money)
  if (found > 0n) emitBooked(state, found)
}
