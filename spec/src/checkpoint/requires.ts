import { SpecError } from '../error.ts'
import { max } from '../math.ts'
import { type Seconds, type Slot, slotTime } from '../units.ts'
import { farFutureEpoch, maxEffective, minActive, type Registry, type Validator } from './state.ts'

/** What a proof shows of a validator, in the state of a root. */
export type Shown = {
  slashed: boolean
  exitEpoch: bigint
  withdrawableEpoch: bigint
  activationEpoch: bigint
  effectiveBalance: bigint
}

/** Proofs that something is not yet so count for this long. */
const recent: Seconds = 3_600n

export function requireOpen({ progress }: Registry) {
  if (!progress.open) throw new SpecError('NoCheckpointOpen', {})
}

/** The validator, if it is in the set. */
export function requireActive({ validators }: Registry, id: bigint): Validator {
  const validator = validators[Number(id)]
  if (!validator) throw new SpecError('UnknownValidator', { id })
  if (validator.retired) throw new SpecError('UnexpectedStatus', { id, status: 'retired' })
  return validator
}

export function requireRecent(timestamp: Seconds, now: Seconds) {
  if (timestamp + recent < now || timestamp > now)
    throw new SpecError('RootOutOfRange', { timestamp, oldest: now - recent, newest: now })
}

/** The root of a timestamp is of the block before: `since` shows itself a slot later at the earliest. */
export function requireSince(
  { parameters }: Registry,
  { timestamp, slot }: { timestamp: Seconds; slot: Slot },
  since: Slot,
  now: Seconds,
) {
  if (slot < since)
    throw new SpecError('RootOutOfRange', {
      timestamp,
      oldest: slotTime(since + 1n, parameters.genesisTime),
      newest: now,
    })
}

export function requireStaying({ beaconIndex, slashed, exiting }: Validator, shown: Shown) {
  if (slashed || shown.slashed) throw new SpecError('ValidatorSlashed', { beaconIndex })
  if (exiting || shown.exitEpoch !== farFutureEpoch)
    throw new SpecError('ValidatorExiting', { beaconIndex })
}

/** gwei that a top-up of a validator may be, which holds `effectiveBalance` or what was last found on it. */
export function topUpRange(
  { parameters }: Registry,
  { balance }: Validator,
  effectiveBalance: bigint,
): { minimum: bigint; maximum: bigint } {
  const held = max(balance, effectiveBalance)
  const toActivate = minActive - held
  return {
    minimum: max(parameters.minTopUp, toActivate),
    maximum: max(maxEffective - held, 0n),
  }
}
