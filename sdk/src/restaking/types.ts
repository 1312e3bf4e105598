import type { iAllocationManagerAbi } from '@cairn/contracts/abi'
import type { Address, ContractFunctionReturnType, Hex } from 'viem'

/** A group of operators that an AVS made for one task. */
export type OperatorSet = { avs: Address; id: number }

/** An operator's promise to one set in one strategy. Magnitudes are parts of 10¹⁸ of what is delegated to it. */
export type Allocation = ContractFunctionReturnType<
  typeof iAllocationManagerAbi,
  'view',
  'getAllocation'
>

/** The approver's consent to a delegation, as `signDelegationApproval` makes it. */
export type DelegationApproval = {
  signature: Hex
  /** seconds; good until then, and at that second */
  expiry: bigint
  salt: Hex
}

/** One whole, as factors and magnitudes count it. */
export const wad = 10n ** 18n
