import { SpecError } from '../error.ts'
import { type Address, type DepositShares, type Shares, wad } from '../units.ts'
import { increaseDelegation } from './delegation.ts'
import { deposits } from './holdings.ts'
import { mulWadUp } from './math.ts'
import {
  atomic,
  beaconSlashingFactor,
  type Env,
  emit,
  isBeacon,
  maxMagnitude,
  operatorOf,
  scalingOf,
  type State,
  stakerOf,
} from './state.ts'

/** Delegates all that the sender has, and what it will deposit. `approved` says that the operator's approver signed. */
export function delegateTo(
  state: State,
  { operator, approved = false }: delegateTo.Args,
  { sender }: Env,
) {
  if (stakerOf(state, sender).operator !== undefined) throw new SpecError('ActivelyDelegated', {})
  const to = operatorOf(state, operator)
  if (!to) throw new SpecError('OperatorNotRegistered', {})
  const free = to.approver === undefined || to.approver === sender
  if (!free && !approved) throw new SpecError('InvalidSignature', {})

  atomic(state, () => join(state, sender, operator))
}

export declare namespace delegateTo {
  type Args = { operator: Address; approved?: boolean }
}

export function join(state: State, staker: Address, operator: Address) {
  const to = operatorOf(state, operator)!
  stakerOf(state, staker).operator = operator
  emit(state, 'delegation', 'StakerDelegated', { staker, operator })

  for (const [strategy, shares] of deposits(state, staker))
    increaseDelegation(state, {
      staker,
      strategy,
      held: 0n,
      added: broughtUp(state, staker, strategy, shares),
      // A pod's losses stay its own: only what the operator has lost isn't charged to who comes now.
      factor: (maxMagnitude(to, strategy) as bigint) * wad,
    })
}

/** Undelegated shares are worth themselves; a pod's, what its losses leave. Up: an operator never has less than its stakers. */
function broughtUp(
  state: State,
  staker: Address,
  strategy: Address,
  shares: DepositShares,
): Shares {
  if (!isBeacon(state, strategy)) return shares as bigint

  const scaled = mulWadUp(shares, scalingOf(state, staker, strategy))
  return mulWadUp(scaled, beaconSlashingFactor(state, staker))
}
