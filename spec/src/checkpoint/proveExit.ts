import { SpecError } from '../error.ts'
import type { Env } from '../state.ts'
import { leave } from './requestWithdrawal.ts'
import { requireActive, type Shown } from './requires.ts'
import { farFutureEpoch, type Registry } from './state.ts'

/** Shows that a validator leaves without having been asked to: it isn't asked for parts any more, and gets no more stake. */
export function proveExit(
  registry: Registry,
  { id, validator: { slashed, exitEpoch } }: proveExit.Args,
  { now }: Env,
) {
  const validator = requireActive(registry, id)
  if (validator.exiting) throw new SpecError('AlreadyProven', { id })
  const { beaconIndex } = validator
  if (slashed) throw new SpecError('ValidatorSlashed', { beaconIndex })
  if (exitEpoch === farFutureEpoch) throw new SpecError('NotExiting', { beaconIndex })

  leave(registry, validator, now)
}

export declare namespace proveExit {
  type Args = { id: bigint; validator: Pick<Shown, 'slashed' | 'exitEpoch'> }
}
