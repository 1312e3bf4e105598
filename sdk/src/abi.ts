// The ABIs that the actions speak, for who reads or decodes on their own.
export {
  iAllocationManagerAbi,
  iDelegationManagerAbi,
  iEigenPodAbi,
  iEigenPodManagerAbi,
  iPermissionControllerAbi,
  iRewardsCoordinatorAbi,
  iStrategyAbi,
  iStrategyFactoryAbi,
  iStrategyManagerAbi,
  layoutsAbi,
  rateFeedAbi,
  redeemEscrowAbi,
  redeemQueueAbi,
  stakedEtherAbi,
  validatorRegistryAbi,
  vaultLensAbi,
} from '@cairn/contracts/abi'
