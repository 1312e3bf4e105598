import { SpecError } from '../error.ts'
import type { Address, Blocks } from '../units.ts'
import { join } from './delegateTo.ts'
import { atomic, type Env, emit, type State, stakerOf } from './state.ts'

/** Becomes an operator, delegated to itself for good; the allocation delay holds at once. */
export function registerAsOperator(
  state: State,
  { approver, allocationDelay: delay, metadataURI }: registerAsOperator.Args,
  { sender, block }: Env,
) {
  const { zero } = state.addresses
  if (stakerOf(state, sender).operator !== undefined) throw new SpecError('ActivelyDelegated', {})

  atomic(state, () => {
    state.operators.set(sender, {
      approver: approver === zero ? undefined : approver,
      allocationDelay: { delay, pending: delay, effectBlock: block },
      shares: new Map(),
      queued: new Map(),
      maxMagnitude: new Map(),
      encumbered: new Map(),
      allocations: new Map(),
      deallocations: new Map(),
      registrations: new Map(),
    })
    emit(state, 'allocation', 'AllocationDelaySet', { operator: sender, delay, effectBlock: block })
    emit(state, 'delegation', 'DelegationApproverUpdated', {
      operator: sender,
      newDelegationApprover: approver,
    })
    join(state, sender, sender)
    emit(state, 'delegation', 'OperatorRegistered', {
      operator: sender,
      delegationApprover: approver,
    })
    emit(state, 'delegation', 'OperatorMetadataURIUpdated', { operator: sender, metadataURI })
  })
}

export declare namespace registerAsOperator {
  type Args = { approver: Address; allocationDelay: Blocks; metadataURI: string }
}
