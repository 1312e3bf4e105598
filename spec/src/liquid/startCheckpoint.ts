import { SpecError } from '../error.ts'
import * as restaking from '../restaking/index.ts'
import type { Address } from '../units.ts'
import { checkpointsApart } from './parameters.ts'
import { delegatorOf, type Env, type State } from './state.ts'

/** Starts a checkpoint of a delegator's pod. For anyone to call; while a deposit is in flight at most once an hour, so that whoever is
 * on the way to prove its credentials has the time: they are proven by a root that is newer than the last checkpoint. */
export function startCheckpoint(state: State, { index }: { index: Address }, env: Env) {
  const of = delegatorOf(state, index)
  const from = of.checkpointedAt + checkpointsApart
  if (of.flights.size > 0 && env.now < from)
    throw new SpecError('CheckpointTooSoon', { index, from })

  restaking.startCheckpoint(state.restaking, { owner: index }, { ...env, sender: index })
  of.checkpointedAt = env.now
}
