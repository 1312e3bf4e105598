import { farFutureEpoch, type ValidatorRecord } from '@cairn/beacon'
import { epochStart } from '@cairn/spec'
import type { Hex } from 'viem'
import {
  type Checkpoint,
  type Registration,
  type Registry,
  status,
  type Validator,
} from '../chain/index.ts'
import type { Facts, Marker } from './observe.ts'
import { weighFlights } from './weighFlights.ts'

export type Step =
  | { type: 'open'; after: number }
  | { type: 'proveWaiting'; number: number; flights: { id: number; listIndex: number }[] }
  | { type: 'proveArrived'; timestamp: bigint; ids: number[] }
  | { type: 'prove'; number: number; ids: number[] }
  | { type: 'proveBar'; timestamp: bigint; id: number; marker: Marker }
  | { type: 'proveSlashing'; timestamp: bigint; id: number }
  | { type: 'proveExit'; timestamp: bigint; id: number }
  | { type: 'proveCredentials'; timestamp: bigint; pubkeyRoot: Hex; beaconIndex: number }
  | { type: 'retire'; timestamp: bigint; id: number }

export type Survey = {
  registry: Registry
  validators: readonly Validator[]
  registrations: readonly Registration[]
  credentials: string
}

/** The last look at the newest state: when (seconds), and whether it left a flight undecided. */
export type Look = { at: bigint; undecided: boolean }

/** seconds */
const epoch = 384n

/**
 * What to turn to. An open checkpoint is finished before anything else, since nobody is paid while it is open. A due one
 * is opened only after a look at the newest state: flights that have landed are proven first, and while one can't be
 * proven either way there, it most likely couldn't at the pin, so the opening waits for a later root.
 */
export function agenda({ now, registry, slashing, provenAt, looked, options }: agenda.Args) {
  if (registry.checkpoint.open) return 'finish'
  if (!looked || (now > looked.at && now - looked.at >= options.scan)) return 'look'

  const urgent = slashing || options.asked
  if (now < registry.dueAt || (!urgent && now < provenAt + options.cadence)) return 'rest'
  if (registry.flights.length === 0) return 'open'
  if (now - looked.at >= epoch) return 'look'
  return looked.undecided ? 'rest' : 'open'
}

export declare namespace agenda {
  type Args = {
    /** seconds */
    now: bigint
    registry: Registry
    slashing: boolean
    /** seconds: the newest proven root's time */
    provenAt: bigint
    looked: Look | undefined
    options: { cadence: bigint; scan: bigint; asked: boolean }
  }
}

/**
 * The steps that finish the open checkpoint. Without facts about its pinned state, or with a flight that they can't
 * decide, it can't be finished: it waits until it may be replaced, and the later root tells.
 */
export function planFinish(
  { registry: { checkpoint, flights, dueAt }, validators, credentials }: Survey,
  facts: Facts | undefined,
  now: bigint,
): Step[] {
  const { number, openedAt } = checkpoint
  const unsettled = flights.filter((flight) => flight.checkpoint !== number)
  const evidence = facts && weighFlights(facts, unsettled, credentials)
  if (!evidence || evidence.undecided.length > 0)
    return now >= dueAt ? [{ type: 'open', after: number }] : []

  const { waiting, arrived } = evidence
  const steps: Step[] = []
  if (arrived.length > 0) steps.push({ type: 'proveArrived', timestamp: openedAt, ids: arrived })
  if (waiting.length > 0) steps.push({ type: 'proveWaiting', number, flights: waiting })
  const ids = unproven(checkpoint, validators)
  // With nothing left to show, an empty proof finishes it.
  if (ids.length > 0 || steps.length === 0) steps.push({ type: 'prove', number, ids })
  return steps
}

/** Ids that the open checkpoint has still to be shown, ascending by beacon index. */
function unproven({ number }: Checkpoint, validators: readonly Validator[]) {
  return validators
    .filter((validator) => validator.status === status.proven && validator.checkpoint !== number)
    .sort((a, b) => a.beaconIndex - b.beaconIndex)
    .map(({ id }) => id)
}

/** What the newest state lets us prove: slashings first, since they stop payments. */
export function planLook(survey: Survey, facts: Facts): { steps: Step[]; undecided: boolean } {
  const { timestamp } = facts
  const { flights, checkpoint } = survey.registry
  const { arrived, undecided } = weighFlights(facts, flights, survey.credentials)
  const ours = survey.validators.flatMap((validator) => {
    const record = facts.validators.get(validator.id)
    return validator.status === status.proven && record ? [{ ...validator, record }] : []
  })

  const slashed = ours.filter(({ slashed, record }) => !slashed && record.slashed)
  const gone = ours.filter((validator) => withdrawn(validator, facts))
  const leaving = ours.filter(
    ({ exiting, record, balance }) =>
      !exiting && !record.slashed && record.exitEpoch !== farFutureEpoch && balance > 0n,
  )
  const steps: Step[] = [
    // The registry takes only a root that is newer than what it has counted.
    ...(facts.slot > checkpoint.finishedSlot ? slashed : []).map(
      ({ id }): Step => ({ type: 'proveSlashing', timestamp, id }),
    ),
    ...leaving.map(({ id }): Step => ({ type: 'proveExit', timestamp, id })),
    ...[...facts.appeared]
      .filter(([, validator]) => isOurs(validator, survey.credentials))
      .map(
        ([pubkeyRoot, { index: beaconIndex }]): Step => ({
          type: 'proveCredentials',
          timestamp,
          pubkeyRoot,
          beaconIndex,
        }),
      ),
    ...flights.flatMap(({ id, bar }): Step[] => {
      const marker = facts.pending.markers.get(id)
      return marker && marker.slot < bar ? [{ type: 'proveBar', timestamp, id, marker }] : []
    }),
  ]
  if (arrived.length > 0) steps.push({ type: 'proveArrived', timestamp, ids: arrived })
  steps.push(...gone.map(({ id }): Step => ({ type: 'retire', timestamp, id })))
  return { steps, undecided: undecided.length > 0 }
}

/** The registry takes only such as are its own and are to stay. */
function isOurs({ withdrawalCredentials, slashed, exitEpoch }: ValidatorRecord, ours: string) {
  return withdrawalCredentials === ours && !slashed && exitEpoch === farFutureEpoch
}

/** Nothing is left of it, here and there, and nothing is on its way to it. */
function withdrawn(
  { record, balance, inFlight }: Validator & { record: ValidatorRecord },
  { slot }: Facts,
) {
  return (
    record.balance === 0n &&
    balance === 0n &&
    inFlight === 0n &&
    epochStart(record.withdrawableEpoch) <= slot
  )
}
