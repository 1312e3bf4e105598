import {
  firstLossAbi,
  nativeStakeAbi,
  restakedEtherAbi,
  rewardAuctionAbi,
  riskPolicyAbi,
  spreadAbi,
  tallyAbi,
  tipsAbi,
} from '@cairn/sdk/abi'
import type { Address } from 'viem'

export {
  firstLossAbi,
  nativeStakeAbi,
  restakedEtherAbi,
  rewardAuctionAbi,
  riskPolicyAbi,
  spreadAbi,
  tallyAbi,
  tipsAbi,
}

/** Where crETH's contracts are, and those of the restaking layer that it stands on: two parts of a deployment, in one. */
export type LiquidAddresses = {
  vault: Address
  queue: Address
  spread: Address
  native: Address
  tally: Address
  policy: Address
  auction: Address
  firstLoss: Address
  tips: Address
  delegationManager: Address
  eigenPodManager: Address
}
