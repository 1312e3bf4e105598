import { farFutureEpoch } from '../src/checkpoint/state.ts'

/** Just enough of the consensus layer to be wrong about: balances, the list of pending deposits with its two disorders, exits,
 * sweeps. Amounts are gwei. A block's transactions see the state before it; its withdrawals come after them. */
export type Beacon = {
  slot: bigint
  validators: BeaconValidator[]
  pending: Pending[]
  /** States by slot, as they were after the block. */
  states: Map<bigint, BeaconState>
}

export type BeaconValidator = {
  balance: bigint
  exitEpoch: bigint
  withdrawableEpoch: bigint
  slashed: boolean
}

/** `flight` is the vault's own name for its deposit: the beacon chain doesn't know it. */
export type Pending = { validator: number; amount: bigint; slot: bigint; flight?: string }

export type BeaconState = { slot: bigint; validators: BeaconValidator[]; pending: Pending[] }

export function createBeacon(slot: bigint): Beacon {
  const beacon: Beacon = { slot, validators: [], pending: [], states: new Map() }
  keepState(beacon)
  beacon.slot += 1n
  return beacon
}

/** Ends the block of `slot`, and begins the next. Returns what the block paid out. */
export function advance(beacon: Beacon, churn: number): bigint {
  const paid = sweep(beacon)
  keepState(beacon)
  beacon.slot += 1n
  processPending(beacon, churn)
  return paid
}

/** consensus-specs, `process_pending_deposits`: in order; an exiting validator's are put at the end again. */
function processPending(beacon: Beacon, churn: number) {
  const epoch = beacon.slot / 32n
  const postponed: Pending[] = []
  let taken = 0
  for (const deposit of beacon.pending) {
    if (taken === churn) break
    taken += 1
    const validator = beacon.validators[deposit.validator]!
    const isLeaving = validator.exitEpoch !== farFutureEpoch && validator.withdrawableEpoch > epoch
    if (isLeaving) postponed.push(deposit)
    else validator.balance += deposit.amount
  }
  beacon.pending = [...beacon.pending.slice(taken), ...postponed]
}

/** What is withdrawable is paid out whole, what exceeds 2,048 ETH by the excess. */
function sweep(beacon: Beacon): bigint {
  const epoch = beacon.slot / 32n
  const most = 2_048_000_000_000n
  let paid = 0n
  for (const validator of beacon.validators) {
    const keeps = validator.withdrawableEpoch <= epoch ? 0n : most
    if (validator.balance <= keeps) continue
    paid += validator.balance - keeps
    validator.balance = keeps
  }
  return paid
}

function keepState({ slot, validators, pending, states }: Beacon) {
  states.set(slot, {
    slot,
    validators: validators.map((validator) => ({ ...validator })),
    pending: pending.map((deposit) => ({ ...deposit })),
  })
}
