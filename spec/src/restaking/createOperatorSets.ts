import { SpecError } from '../error.ts'
import type { Address, Blocks } from '../units.ts'
import { addStrategies } from './strategiesOfSet.ts'
import { atomic, type Env, emit, keyOf, type State } from './state.ts'

/** Says that an AVS is one; before that it can make no sets. */
export function updateAVSMetadataURI(
  state: State,
  { avs, metadataURI }: updateAVSMetadataURI.Args,
  { sender }: Env,
) {
  if (sender !== avs) throw new SpecError('InvalidPermissions', {})
  state.announced.add(avs)
  emit(state, 'allocation', 'AVSMetadataURIUpdated', { avs, metadataURI })
}

export declare namespace updateAVSMetadataURI {
  type Args = { avs: Address; metadataURI: string }
}

/** Makes sets of an AVS that has announced itself. With `recipients` what is slashed goes there, not to the burn address. */
export function createOperatorSets(
  state: State,
  { avs, params, recipients }: createOperatorSets.Args,
  { sender, block }: Env,
) {
  if (sender !== avs) throw new SpecError('InvalidPermissions', {})
  if (recipients && recipients.length !== params.length)
    throw new SpecError('InputArrayLengthMismatch', {})

  atomic(state, () => {
    for (const [i, { id, strategies, slasher }] of params.entries())
      create(state, { avs, id, strategies, slasher, recipient: recipients?.[i], block })
  })
}

export declare namespace createOperatorSets {
  type Args = {
    avs: Address
    params: readonly { id: bigint; strategies: readonly Address[]; slasher: Address }[]
    recipients?: readonly Address[]
  }
}

function create(state: State, { avs, id, strategies, slasher, recipient, block }: Creation) {
  const { zero, burn } = state.addresses
  const operatorSet = { avs, id }
  if (recipient === zero) throw new SpecError('InputAddressZero', {})
  if (recipient === burn) throw new SpecError('InvalidRedistributionRecipient', {})
  if (!state.announced.has(avs)) throw new SpecError('NonexistentAVSMetadata', {})
  if (state.sets.has(keyOf(operatorSet))) throw new SpecError('InvalidOperatorSet', {})
  if (slasher === zero) throw new SpecError('InputAddressZero', {})

  state.sets.set(keyOf(operatorSet), {
    avs,
    id,
    slasher,
    recipient: recipient ?? burn,
    strategies: new Set(),
    slashes: 0n,
  })
  emit(state, 'allocation', 'OperatorSetCreated', { operatorSet })
  if (recipient !== undefined)
    emit(state, 'allocation', 'RedistributionAddressSet', {
      operatorSet,
      redistributionRecipient: recipient,
    })
  addStrategies(state, operatorSet, strategies)
  emit(state, 'allocation', 'SlasherUpdated', { operatorSet, slasher, effectBlock: block })
}

type Creation = {
  avs: Address
  id: bigint
  strategies: readonly Address[]
  slasher: Address
  recipient: Address | undefined
  block: Blocks
}
