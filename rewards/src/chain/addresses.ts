import type { Address } from 'viem'

/** Those whose events rewards depend on. */
export type Addresses = {
  delegationManager: Address
  strategyManager: Address
  allocationManager: Address
  eigenPodManager: Address
  rewardsCoordinator: Address
}
