import { iRewardsCoordinatorAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'

/**
 * Names who may claim an earner's rewards in its place, and to where it likes.
 *
 * Sends `setClaimerFor` to the RewardsCoordinator.
 *
 * @example
 * await setClaimerFor(client, { deployment, claimer })
 */
export async function setClaimerFor(
  client: CairnClient,
  args: setClaimerFor.Args,
): Promise<setClaimerFor.ReturnType> {
  const { deployment, claimer } = args
  const account = accountOf(client, args.account)
  const earner = args.earner ?? account.address
  const receipt = await transact(client, {
    account,
    to: deployment.rewardsCoordinator,
    data:
      args.earner === undefined
        ? encodeFunctionData({
            abi: iRewardsCoordinatorAbi,
            functionName: 'setClaimerFor',
            args: [claimer],
          })
        : encodeFunctionData({
            abi: iRewardsCoordinatorAbi,
            functionName: 'setClaimerFor',
            args: [earner, claimer],
          }),
  })
  return { hash: receipt.transactionHash, earner, claimer }
}

export declare namespace setClaimerFor {
  type Args = RestakingArg<'rewardsCoordinator'> &
    AccountArg & {
      /** The zero address takes it back. */
      claimer: Address
      /** The account if left out; an operator or AVS that appointed the account. */
      earner?: Address | undefined
    }

  type ReturnType = { hash: Hex; earner: Address; claimer: Address }
}
