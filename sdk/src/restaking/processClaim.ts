import { iRewardsCoordinatorAbi } from '@cairn/contracts/abi'
import {
  type Address,
  type ContractFunctionArgs,
  encodeFunctionData,
  type Hex,
  parseEventLogs,
} from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'

/**
 * Pays out rewards by a proof against a posted root: of each token what was earned in all, less what was claimed before.
 *
 * Sends `processClaim` to the RewardsCoordinator.
 *
 * @example
 * const { paid } = await processClaim(client, { deployment, claim })
 */
export async function processClaim(
  client: CairnClient,
  args: processClaim.Args,
): Promise<processClaim.ReturnType> {
  const { deployment, claim } = args
  const account = accountOf(client, args.account)
  const recipient = args.recipient ?? account.address
  const receipt = await transact(client, {
    account,
    to: deployment.rewardsCoordinator,
    data: encodeFunctionData({
      abi: iRewardsCoordinatorAbi,
      functionName: 'processClaim',
      args: [claim, recipient],
    }),
  })

  const claimed = parseEventLogs({
    abi: iRewardsCoordinatorAbi,
    eventName: 'RewardsClaimed',
    logs: receipt.logs,
  })
  return {
    hash: receipt.transactionHash,
    earner: claim.earnerLeaf.earner,
    recipient,
    paid: claimed.map(({ args: { token, claimedAmount } }) => ({ token, amount: claimedAmount })),
  }
}

export declare namespace processClaim {
  /** As the rewards engine serves it. */
  type Claim = ContractFunctionArgs<typeof iRewardsCoordinatorAbi, 'nonpayable', 'processClaim'>[0]

  type Args = RestakingArg<'rewardsCoordinator'> &
    AccountArg & {
      claim: Claim
      /** Who gets the tokens. The account if left out. */
      recipient?: Address | undefined
    }

  type ReturnType = {
    hash: Hex
    earner: Address
    recipient: Address
    /** units of each token */
    paid: { token: Address; amount: bigint }[]
  }
}
