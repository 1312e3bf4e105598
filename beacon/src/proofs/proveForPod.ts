import { fields, stateDepth, type StateView } from '../state.ts'
import { type Hex, toBytes, toHex } from '../units.ts'
import { multiproof } from './multiproof.ts'
import { proveBalances } from './proveBalances.ts'
import { proveValidators } from './proveValidators.ts'
import { headerBranch, pubkeyRoot, validatorFields } from './roots.ts'

// Single proofs in EigenLayer's format: siblings from the bottom up, in one string of bytes, as EigenPod takes them from
// states of Electra and Fulu. One to one with contracts/src/interfaces/restaking/IEigenPod.sol, as viem encodes it.

export type StateRootProof = { beaconStateRoot: Hex; proof: Hex }
export type ValidatorProof = { validatorFields: Hex[]; proof: Hex }
export type BalanceContainerProof = { balanceContainerRoot: Hex; proof: Hex }
export type BalanceProof = { pubkeyHash: Hex; balanceRoot: Hex; proof: Hex }

/** What `verifyWithdrawalCredentials` takes, for the validators given. */
export function proveCredentialsForPod(
  state: StateView,
  indices: readonly number[],
): {
  stateRootProof: StateRootProof
  validatorIndices: number[]
  validatorFieldsProofs: Hex[]
  validatorFields: Hex[][]
} {
  const proofs = indices.map((index) => proveValidatorForPod(state, index))
  return {
    stateRootProof: proveStateRootForPod(state),
    validatorIndices: [...indices],
    validatorFieldsProofs: proofs.map(({ proof }) => proof),
    validatorFields: proofs.map(({ validatorFields }) => validatorFields),
  }
}

/** What `verifyCheckpointProofs` takes, for the validators given. */
export function proveBalancesForPod(
  state: StateView,
  indices: readonly number[],
): { balanceContainerProof: BalanceContainerProof; proofs: BalanceProof[] } {
  return {
    balanceContainerProof: {
      balanceContainerRoot: toHex(state.field(fields.balances).root),
      proof: join([...fieldBranch(state, fields.balances), ...headerBranch(state.header)]),
    },
    proofs: indices.map((index) => {
      const { chunks, siblings } = proveBalances(state, [index])
      return {
        pubkeyHash: pubkeyRoot(state.validator(index).pubkey),
        balanceRoot: chunks[0] as Hex,
        proof: join(siblings),
      }
    }),
  }
}

/** What `verifyStaleBalance` takes, of a validator that was slashed. */
export function proveStaleForPod(
  state: StateView,
  index: number,
): { stateRootProof: StateRootProof; proof: ValidatorProof } {
  return {
    stateRootProof: proveStateRootForPod(state),
    proof: proveValidatorForPod(state, index),
  }
}

function proveStateRootForPod(state: StateView): StateRootProof {
  return { beaconStateRoot: state.header.stateRoot, proof: join(headerBranch(state.header)) }
}

function proveValidatorForPod(state: StateView, index: number): ValidatorProof {
  const { validators, siblings } = proveValidators(state, [index])
  const [validator] = validators as [(typeof validators)[number]]
  return {
    validatorFields: validatorFields(validator),
    proof: join([...siblings, ...fieldBranch(state, fields.validators)]),
  }
}

function fieldBranch(state: StateView, field: number): Hex[] {
  return multiproof(state.node, stateDepth, [field])
}

function join(words: Hex[]): Hex {
  return toHex(Buffer.concat(words.map(toBytes)))
}
