import { iCairnEigenPodAbi } from '@cairn/contracts/abi'
import { type Address, type ContractFunctionArgs, encodeFunctionData, type Hex } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'
import { deltaIn } from './internal/podEvents.ts'
import { podOf } from './internal/podOf.ts'

/**
 * What `verifyCheckpointProofs` does, of many validators by one multiproof, at a sixth of the gas. Only Cairn's pods take it:
 * `readPod` says whether.
 *
 * Sends `verifyCheckpointMultiproof` to the pod.
 *
 * @example
 * const { delta } = await verifyCheckpointMultiproof(client, { deployment, ...proof })
 */
export async function verifyCheckpointMultiproof(
  client: CairnClient,
  args: verifyCheckpointMultiproof.Args,
): Promise<verifyCheckpointMultiproof.ReturnType> {
  const { deployment, state, pubkeyHashes, chunks, siblings } = args
  const account = accountOf(client, args.account)
  const pod = args.pod ?? (await podOf(client, { deployment, owner: account.address }))
  const receipt = await transact(client, {
    account,
    to: pod,
    data: encodeFunctionData({
      abi: iCairnEigenPodAbi,
      functionName: 'verifyCheckpointMultiproof',
      args: [state, pubkeyHashes, chunks, siblings],
    }),
  })
  return { hash: receipt.transactionHash, pod, delta: deltaIn(receipt.logs) }
}

export declare namespace verifyCheckpointMultiproof {
  type Parameters = ContractFunctionArgs<
    typeof iCairnEigenPodAbi,
    'nonpayable',
    'verifyCheckpointMultiproof'
  >

  type Args = RestakingArg<'eigenPodManager'> &
    AccountArg & {
      /** The account's own if left out. */
      pod?: Address | undefined
      state: Parameters[0]
      /** In ascending order of beacon indices. */
      pubkeyHashes: Parameters[1]
      /** Each that holds one of their balances, once. */
      chunks: Parameters[2]
      siblings: Parameters[3]
    }

  type ReturnType = {
    hash: Hex
    pod: Address
    /** wei by which the pod's shares change, if this finished the checkpoint */
    delta: bigint | undefined
  }
}
