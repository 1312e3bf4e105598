import { farFutureEpoch } from '@cairn/beacon'
import { ether, gweiToWei, type Wei } from '@cairn/spec'
import type { Hex } from 'viem'
import type { Ground, Pod } from './observe.ts'
import { planWithdrawals } from './planWithdrawals.ts'
import type { Tenant } from './survey.ts'

export type Step =
  | { type: 'createPod'; index: number }
  | { type: 'startCheckpoint'; index: number; after: bigint }
  /** beacon indices */
  | { type: 'proveBalances'; index: number; startedAt: bigint; validators: number[] }
  | { type: 'verifyCredentials'; index: number; timestamp: bigint; validators: number[] }
  | { type: 'stake'; index: number; validator: number; assets: Wei }
  | { type: 'land'; index: number; pubkeyRoot: Hex }
  | { type: 'writeOff'; index: number; validator: number }
  | { type: 'requestWithdrawal'; index: number; asks: Ask[]; needed: Wei }

/** Of a validator, by its beacon index; gwei, 0 for all of it. */
export type Ask = { validator: number; amount: bigint }

/** Ether that went to a validator which its pod doesn't know yet, its operator's included. */
export type Flight = { index: number; pubkeyRoot: Hex; assets: Wei }

export type Options = {
  /** seconds between two checkpoints that no round asks for */
  cadence: bigint
  /** ether in a pod that waits to be paid out isn't worth a checkpoint if it is less */
  minUnproven: Wei
  /** the most that one validator is given */
  maxStake: Wei
  /** less isn't asked of validators */
  minAsked: Wei
}

/** seconds between two checkpoints of a pod */
const rest = 3_600n
const minStake = ether(31)
/** Until it is included, what is owed to the lane grows a little. */
const slack = ether(1) / 100n
/** gwei */
const predeposit = 1_000_000_000n

/** What the chain alone tells: pods to be made, checkpoints to be begun. */
export function planPods({ now, round, pods }: Ground, options: Options): Step[] {
  return pods.flatMap((pod): Step[] => {
    const { index, provenAt } = pod
    if (pod.address === undefined) return [{ type: 'createPod', index }]
    if (pod.checkpoint || !isCheckpointDue(pod, { now, round }, options)) return []
    return [{ type: 'startCheckpoint', index, after: provenAt }]
  })
}

function isCheckpointDue(
  { index, validators, provenAt, checkpointedAt, queued, unproven }: Pod,
  { now, round }: Pick<Ground, 'now' | 'round'>,
  { cadence, minUnproven }: Options,
) {
  if (now < checkpointedAt + rest) return false
  const asked = round.missing.includes(index) && provenAt < round.openedAt
  const due = validators > 0 && (asked || now >= provenAt + cadence)
  return due || (queued > 0n && unproven >= smaller(minUnproven, queued))
}

/** Whether there is something for which the newest beacon state has to be looked at. */
export function wantsLook({ stakeable, pods }: Ground, flights: readonly Flight[]) {
  const staking = stakeable >= minStake && pods.some(({ room }) => room >= minStake)
  return staking || flights.length > 0 || pods.some(({ needed }) => needed > 0n)
}

/** What finishes a pod's open checkpoint, by the state of its root. */
export function planProofs(pod: Pod, tenants: readonly Tenant[]): Step[] {
  const { index, checkpoint } = pod
  if (!checkpoint) return []
  const { startedAt } = checkpoint
  const validators = tenants
    .filter((it) => it.pod === index && it.status === 'active' && it.checkpointedAt < startedAt)
    .map(({ record }) => record.index)
  return validators.length > 0 ? [{ type: 'proveBalances', index, startedAt, validators }] : []
}

/** What the newest beacon state lets us do: first what is known to the pods, then who is given ether, then who is asked. */
export function planLook(ground: Ground, facts: planLook.Facts, options: Options): Step[] {
  return [
    ...planFlights(facts),
    ...ground.pods.flatMap(({ index }) => planCredentials(index, facts)),
    ...planStakes(ground, facts, options),
    ...ground.pods.flatMap((pod) => planWithdrawals(pod, facts, options)),
  ]
}

export declare namespace planLook {
  type Facts = {
    /** seconds: of the block whose root the state is of */
    timestamp: bigint
    /** of the state */
    epoch: bigint
    tenants: readonly Tenant[]
    flights: readonly Flight[]
    /** pubkey roots that ever got ether of ours */
    staked: ReadonlySet<Hex>
  }
}

function planFlights({ tenants, flights }: planLook.Facts): Step[] {
  return flights.flatMap(({ index, pubkeyRoot }): Step[] => {
    const tenant = tenants.find((it) => it.pubkeyRoot === pubkeyRoot)
    if (!tenant) return []
    if (tenant.status !== 'unknown') return [{ type: 'land', index, pubkeyRoot }]
    return isLeaving(tenant) ? [{ type: 'writeOff', index, validator: tenant.record.index }] : []
  })
}

/** The pod takes those that are active or will be, and stay. */
function planCredentials(index: number, { timestamp, tenants, flights }: planLook.Facts): Step[] {
  const validators = tenants
    .filter((it) => it.pod === index && it.status === 'unknown' && !isLeaving(it))
    .filter((it) => it.record.activationEpoch !== farFutureEpoch && hasArrived(it, flights))
    .map(({ record }) => record.index)
  return validators.length > 0 ? [{ type: 'verifyCredentials', index, timestamp, validators }] : []
}

/** What is still on its way, the pod's credit would lack. */
function hasArrived({ record, pubkeyRoot }: Tenant, flights: readonly Flight[]) {
  const flight = flights.find((it) => it.pubkeyRoot === pubkeyRoot)
  return !flight || gweiToWei(record.effectiveBalance) * 100n >= flight.assets * 95n
}

/** Who has most room first. One validator is given as much as there is: a large one can give back a part. */
function planStakes(
  { stakeable, pods }: Ground,
  { tenants, staked }: planLook.Facts,
  { maxStake }: Options,
): Step[] {
  return [...pods]
    .sort((a, b) => (a.room > b.room ? -1 : a.room < b.room ? 1 : a.index - b.index))
    .flatMap(({ index, room }): Step[] => {
      const most = smaller(smaller(stakeable - slack, room), maxStake)
      const assets = most - (most % ether(1))
      const tenant = tenants.find((it) => it.pod === index && isVacant(it, staked))
      if (!tenant || assets < minStake) return []
      return [{ type: 'stake', index, validator: tenant.record.index, assets }]
    })
}

/** Only its operator's first deposit is there, and its credentials are the pod's. */
function isVacant(tenant: Tenant, staked: ReadonlySet<Hex>) {
  const { record, status, pubkeyRoot } = tenant
  return (
    status === 'unknown' &&
    !staked.has(pubkeyRoot) &&
    !isLeaving(tenant) &&
    record.withdrawalCredentials.startsWith('0x02') &&
    record.activationEpoch === farFutureEpoch &&
    record.effectiveBalance === predeposit
  )
}

const isLeaving = ({ record }: Tenant) => record.slashed || record.exitEpoch !== farFutureEpoch
const smaller = <T extends bigint>(a: T, b: T) => (a < b ? a : b)
