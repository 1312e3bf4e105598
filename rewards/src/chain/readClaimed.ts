import { iRewardsCoordinatorAbi } from '@cairn/contracts/abi'
import type { Address, PublicClient } from 'viem'

/** What `earner` has claimed in all of each of `tokens`. */
export async function readClaimed(
  publicClient: PublicClient,
  rewardsCoordinator: Address,
  earner: Address,
  tokens: readonly Address[],
): Promise<bigint[]> {
  return Promise.all(
    tokens.map((token) =>
      publicClient.readContract({
        address: rewardsCoordinator,
        abi: iRewardsCoordinatorAbi,
        functionName: 'cumulativeClaimed',
        args: [earner, token],
      }),
    ),
  )
}
