import type { Address } from 'viem'

/** Where the contracts of one restaking layer are: Cairn's, EigenLayer's, or another with the same ABI. */
export type RestakingDeployment = {
  strategyManager: Address
  delegationManager: Address
  allocationManager: Address
  eigenPodManager: Address
  rewardsCoordinator: Address
  permissionController: Address
  strategyFactory: Address
  pauserRegistry?: Address | undefined
  /** Strategies by the name of what is in them, like `csETH`. */
  strategies?: Record<string, Address> | undefined
  /** Services by name. */
  avs?: Record<string, Address> | undefined
}

type Contract = Exclude<keyof RestakingDeployment, 'strategies' | 'avs'>

/** What every action takes: which restaking layer, or as much of it as the action needs. */
export type RestakingArg<contracts extends Contract> = {
  deployment: Pick<RestakingDeployment, contracts>
}

/** The strategy that stands for native ether in pods. No code is there. */
export const beaconEtherStrategy: Address = '0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0'

/** EigenLayer's own, on Ethereum: the same actions run there. */
export const eigenLayer: RestakingDeployment = {
  strategyManager: '0x858646372CC42E1A627fcE94aa7A7033e7CF075A',
  delegationManager: '0x39053D51B77DC0d36036Fc1fCc8Cb819df8Ef37A',
  allocationManager: '0x948a420b8CC1d6BFd0B6087C2E7c344a2CD0bc39',
  eigenPodManager: '0x91E677b07F7AF907ec9a428aafA9fc14a0d3A338',
  rewardsCoordinator: '0x7750d328b314EfFa365A0402CcfD489B80B0adda',
  permissionController: '0x25E5F8B1E7aDf44518d35D5B2271f114e081f0E5',
  strategyFactory: '0x5e4C39Ad7A3E881585e383dB9827EB4811f6F647',
}
