import { SpecError } from '../error.ts'
import { type Env, emit, type State } from '../state.ts'
import type { Seconds, Wei } from '../units.ts'
import { accrue, commit, requireUint88 } from './accrue.ts'
import { gain } from './gain.ts'
import { laneTarget } from './idle.ts'
import { loss } from './loss.ts'
import { requireRegistry } from './requires.ts'

/** Finishes the checkpoint: books what was found at the pin against what was accounted then. */
export function close(
  state: State,
  { execution, outside, pinnedAt }: close.Args,
  { now, sender }: Env,
): Wei {
  requireRegistry(state, sender)
  if (!state.money.open) throw new SpecError('NoCheckpointOpen', {})

  const money = accrue(state.money, state.parameters, now)
  const delta = execution + outside - money.backingAtOpen

  if (delta >= 0n) gain(money, state.parameters, now, delta)
  else loss(money, -delta)

  // What was staked or credited since the pin isn't in what was proven.
  money.outside = outside + (money.outside - money.outsideAtOpen)
  money.eligible = money.eligibleAtOpen
  money.provenAt = pinnedAt
  money.open = false
  money.slashing = false
  requireUint88(money.outside)
  money.laneUsed = 0n
  money.laneCapacity = laneTarget(money.backing - money.unvested, state.parameters.laneBps)

  commit(state, money)
  emit(state, 'vault', 'Booked', {
    delta,
    backing: money.backing,
    unvested: money.unvested,
    supply: money.shares,
  })
  return delta
}

export declare namespace close {
  type Args = { execution: Wei; outside: Wei; pinnedAt: Seconds }
}
