import { SpecError } from '../error.ts'
import type { Env } from '../state.ts'
import type { Epoch } from '../units.ts'
import { leave } from './requestWithdrawal.ts'
import { requireActive } from './requires.ts'
import { farFutureEpoch, type Registry } from './state.ts'

/** Shows that a validator leaves without having been asked to: it isn't asked for parts any more, and gets no more stake. */
export function proveExit(registry: Registry, { id, exitEpoch }: proveExit.Args, { now }: Env) {
  const validator = requireActive(registry, id)
  if (validator.exiting) throw new SpecError('AlreadyProven', { id })
  if (exitEpoch === farFutureEpoch)
    throw new SpecError('NotExiting', { beaconIndex: validator.beaconIndex })

  leave(registry, validator, now)
}

export declare namespace proveExit {
  type Args = { id: bigint; exitEpoch: Epoch }
}
