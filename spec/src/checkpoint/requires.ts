import { SpecError } from '../error.ts'
import { accrue } from '../ledger/accrue.ts'
import { balance } from '../ledger/idle.ts'
import { max, min } from '../math.ts'
import { queuedShares, type State } from '../state.ts'
import {
  type Epoch,
  type Seconds,
  type Slot,
  slotsPerEpoch,
  slotTime,
  weiToGweiDown,
} from '../units.ts'
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

/** gwei that a top-up of a validator may be, which holds `effectiveBalance` or what was last found on it.
 *
 * To 32 ETH at least: ether on a validator that can't be active earns nothing. And a 32nd of what can be staked, if there is
 * room, so that nobody can use up the places with dust. */
export function topUpRange(
  { parameters }: Registry,
  vault: State,
  { balance: found }: Validator,
  effectiveBalance: bigint,
  now: Seconds,
): { minimum: bigint; maximum: bigint } {
  const accrued = accrue(vault.money, vault.parameters, now)
  const { stakeable } = balance(accrued, vault.parameters, queuedShares(vault.queue))
  const held = max(found, effectiveBalance)
  const maximum = max(maxEffective - held, 0n)
  const substantial = max(min(weiToGweiDown(stakeable) / 32n, maximum), parameters.minTopUp)

  return { minimum: max(substantial, minActive - held), maximum }
}

/** Epochs from activation until the beacon chain takes requests, and the most that activation takes. */
const shardCommitteePeriod: Epoch = 256n
const activation: Epoch = 16n

/** The epoch before which the beacon chain would ignore a request, as a state of `slot` shows it. */
export function askableFrom(slot: Slot, activationEpoch: Epoch): Epoch {
  const active =
    activationEpoch === farFutureEpoch ? slot / slotsPerEpoch + activation : activationEpoch
  return active + shardCommitteePeriod
}

export function requireWithdrawable(id: bigint, slot: Slot, withdrawableEpoch: Epoch) {
  if (withdrawableEpoch > slot / slotsPerEpoch) throw new SpecError('NotWithdrawn', { id })
}
