import { iEigenPodManagerAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'

/**
 * Makes the account's pod: what its validators' withdrawal credentials point to, so that their ether is restaked. One an account.
 *
 * Sends `createPod` to the EigenPodManager.
 *
 * @example
 * const { pod, withdrawalCredentials } = await createPod(client, { deployment })
 */
export async function createPod(
  client: CairnClient,
  args: createPod.Args,
): Promise<createPod.ReturnType> {
  const account = accountOf(client, args.account)
  const receipt = await transact(client, {
    account,
    to: args.deployment.eigenPodManager,
    data: encodeFunctionData({ abi: iEigenPodManagerAbi, functionName: 'createPod' }),
  })
  const [deployed] = parseEventLogs({
    abi: iEigenPodManagerAbi,
    eventName: 'PodDeployed',
    logs: receipt.logs,
  })
  const pod = deployed!.args.eigenPod
  return {
    hash: receipt.transactionHash,
    owner: account.address,
    pod,
    withdrawalCredentials: podCredentials(pod),
  }
}

/** What a validator of this pod is deposited with: compounding, up to 2,048 ETH. */
export function podCredentials(pod: Address): Hex {
  return `0x02${'00'.repeat(11)}${pod.slice(2).toLowerCase()}`
}

export declare namespace createPod {
  type Args = RestakingArg<'eigenPodManager'> & AccountArg

  type ReturnType = { hash: Hex; owner: Address; pod: Address; withdrawalCredentials: Hex }
}
