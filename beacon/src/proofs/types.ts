import type { Gwei, Hex } from '../units.ts'

// One to one with contracts/src/interfaces/IBeacon.sol, as viem encodes it.

export type Header = {
  slot: bigint
  proposerIndex: bigint
  parentRoot: Hex
  stateRoot: Hex
  bodyRoot: Hex
}

export type StateProof = {
  header: Header
  previousVersion: Hex
  currentVersion: Hex
  forkEpoch: bigint
  validatorsRoot: Hex
  balancesRoot: Hex
  pendingDepositsRoot: Hex
  siblings: Hex[]
}

export type Validator = {
  pubkeyRoot: Hex
  withdrawalCredentials: Hex
  effectiveBalance: Gwei
  slashed: boolean
  activationEligibilityEpoch: bigint
  activationEpoch: bigint
  exitEpoch: bigint
  withdrawableEpoch: bigint
}

export type PendingDeposit = {
  pubkeyRoot: Hex
  withdrawalCredentials: Hex
  amount: Gwei
  signatureRoot: Hex
  slot: bigint
}
