// The ABIs that the actions speak, for who reads or decodes on their own.
export type {
  bridgeAttesterAbi,
<<<<<<< HEAD
  iAllocationManagerAbi,
  iCairnEigenPodAbi,
  iDelegationManagerAbi,
  iEigenPodAbi,
  iEigenPodManagerAbi,
  iPermissionControllerAbi,
  iRewardsCoordinatorAbi,
  iStrategyAbi,
  iStrategyFactoryAbi,
  iStrategyManagerAbi,
=======
  bridgeAttesterAbi,
>>>>>>> rst-avs
  layoutsAbi,
  priceOracleAbi,
  priceOracleAbi,
  rateFeedAbi,
  redeemEscrowAbi,
  redeemQueueAbi,
  stakedEtherAbi,
  validatorRegistryAbi,
  vaultLensAbi,
} from '@cairn/contracts/abi'
