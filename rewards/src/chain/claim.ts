import { iRewardsCoordinatorAbi } from '@cairn/contracts/abi'
import type { Account, Address, Chain, Hex, PublicClient, Transport, WalletClient } from 'viem'
import type { Proof } from '../tree/buildTree.ts'

/** `RewardsMerkleClaim` */
export type Claim = Proof & { rootIndex: number }

/** Claims what `claim` proves beyond what was claimed before. The sender is the earner, or the claimer it has named. */
export async function claim(
  { publicClient, walletClient, rewardsCoordinator }: claim.Clients,
  { claim, recipient }: claim.Args,
): Promise<Hex> {
  const { request } = await publicClient.simulateContract({
    address: rewardsCoordinator,
    abi: iRewardsCoordinatorAbi,
    functionName: 'processClaim',
    args: [claim, recipient],
    account: walletClient.account,
  })
  return walletClient.writeContract(request)
}

export declare namespace claim {
  type Clients = {
    publicClient: PublicClient
    walletClient: WalletClient<Transport, Chain, Account>
    rewardsCoordinator: Address
  }
  type Args = { claim: Claim; recipient: Address }
}
