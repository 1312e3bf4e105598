import { iRewardsCoordinatorAbi } from '@cairn/contracts/abi'
import type {
  Account,
  Address,
  Chain,
  Hex,
  PublicClient,
  TransactionReceipt,
  Transport,
  WalletClient,
} from 'viem'
import { type Day, midnightOf } from '../units.ts'

/** Posts what everyone has earned up to and with day `end`. Only the coordinator's updater may. */
export async function postRoot(
  { publicClient, walletClient, rewardsCoordinator }: postRoot.Clients,
  { root, end }: { root: Hex; end: Day },
): Promise<TransactionReceipt> {
  const { request } = await publicClient.simulateContract({
    address: rewardsCoordinator,
    abi: iRewardsCoordinatorAbi,
    functionName: 'submitRoot',
    args: [root, midnightOf(end)],
    account: walletClient.account,
  })
  const hash = await walletClient.writeContract(request)
  return publicClient.waitForTransactionReceipt({ hash })
}

export declare namespace postRoot {
  type Clients = {
    publicClient: PublicClient
    walletClient: WalletClient<Transport, Chain, Account>
    rewardsCoordinator: Address
  }
}
