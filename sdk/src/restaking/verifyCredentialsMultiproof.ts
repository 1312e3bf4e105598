import { iCairnEigenPodAbi } from '@cairn/contracts/abi'
import { type Address, type ContractFunctionArgs, encodeFunctionData, type Hex } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'
import { restakedIn } from './internal/podEvents.ts'
import { podOf } from './internal/podOf.ts'

/**
 * What `verifyWithdrawalCredentials` does, of many validators by one multiproof. Only Cairn's pods take it: `readPod` says whether.
 *
 * Sends `verifyCredentialsMultiproof` to the pod.
 *
 * @example
 * const { validators } = await verifyCredentialsMultiproof(client, { deployment, ...proof })
 */
export async function verifyCredentialsMultiproof(
  client: CairnClient,
  args: verifyCredentialsMultiproof.Args,
): Promise<verifyCredentialsMultiproof.ReturnType> {
  const { deployment, timestamp, state, indices, validators, siblings } = args
  const account = accountOf(client, args.account)
  const pod = args.pod ?? (await podOf(client, { deployment, owner: account.address }))
  const receipt = await transact(client, {
    account,
    to: pod,
    data: encodeFunctionData({
      abi: iCairnEigenPodAbi,
      functionName: 'verifyCredentialsMultiproof',
      args: [timestamp, state, indices, validators, siblings],
    }),
  })
  return { hash: receipt.transactionHash, pod, validators: restakedIn(receipt.logs) }
}

export declare namespace verifyCredentialsMultiproof {
  type Parameters = ContractFunctionArgs<
    typeof iCairnEigenPodAbi,
    'nonpayable',
    'verifyCredentialsMultiproof'
  >

  type Args = RestakingArg<'eigenPodManager'> &
    AccountArg & {
      /** The account's own if left out. */
      pod?: Address | undefined
      /** seconds, of the block whose EIP-4788 root anchors the proof */
      timestamp: bigint
      state: Parameters[1]
      /** On the beacon chain, ascending. */
      indices: Parameters[2]
      validators: Parameters[3]
      siblings: Parameters[4]
    }

  type ReturnType = {
    hash: Hex
    pod: Address
    /** `balance` in gwei */
    validators: { pubkeyHash: Hex; balance: bigint }[]
  }
}
