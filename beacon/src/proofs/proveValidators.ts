import { fields, type StateView } from '../state.ts'
import type { Hex } from '../units.ts'
import { multiproof } from './multiproof.ts'
import { pubkeyRoot } from './roots.ts'
import type { Validator } from './types.ts'

/** Depth of the leaves of `validators`, the level of the length included. */
export const validatorsDepth = 41

/** Proves validators, by ascending index, under `validatorsRoot`. */
export function proveValidators(
  state: StateView,
  indices: readonly number[],
): { validators: Validator[]; siblings: Hex[] } {
  return {
    validators: indices.map((index) => validatorOf(state, index)),
    siblings: multiproof(state.field(fields.validators), validatorsDepth, indices),
  }
}

/** The container as Solidity takes it. */
export function validatorOf(state: StateView, index: number): Validator {
  const validator = state.validator(index)
  return {
    pubkeyRoot: pubkeyRoot(validator.pubkey),
    withdrawalCredentials: validator.withdrawalCredentials,
    effectiveBalance: validator.effectiveBalance,
    slashed: validator.slashed,
    activationEligibilityEpoch: validator.activationEligibilityEpoch,
    activationEpoch: validator.activationEpoch,
    exitEpoch: validator.exitEpoch,
    withdrawableEpoch: validator.withdrawableEpoch,
  }
}
