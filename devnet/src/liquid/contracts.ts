import type { LiquidAddresses } from '@cairn/contracts'
import {
  firstLossAbi,
  iRateAdapterAbi,
  nativeStakeAbi,
  redeemQueueAbi,
  restakedEtherAbi,
  rewardAuctionAbi,
  riskPolicyAbi,
  spreadAbi,
} from '@cairn/contracts/abi'

/** crETH's contracts, for a hand. */
export function contractsOf(addresses: LiquidAddresses) {
  return {
    vault: { address: addresses.vault, abi: restakedEtherAbi },
    queue: { address: addresses.queue, abi: redeemQueueAbi },
    spread: { address: addresses.spread, abi: spreadAbi },
    native: { address: addresses.native, abi: nativeStakeAbi },
    policy: { address: addresses.policy, abi: riskPolicyAbi },
    auction: { address: addresses.auction, abi: rewardAuctionAbi },
    firstLoss: { address: addresses.firstLoss, abi: firstLossAbi },
  } as const
}

export const behind = iRateAdapterAbi
