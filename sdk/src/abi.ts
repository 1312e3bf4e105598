// The ABIs that the actions speak, for who reads or decodes on their own.
export {
  bridgeAttesterAbi,
  layoutsAbi,
  priceOracleAbi,
  rateFeedAbi,
  redeemEscrowAbi,
  redeemQueueAbi,
  stakedEtherAbi,
  validatorRegistryAbi,
  vaultLensAbi,
} from '@cairn/contracts/abi'
