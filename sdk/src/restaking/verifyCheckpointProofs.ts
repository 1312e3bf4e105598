import { iEigenPodAbi } from '@cairn/contracts/abi'
import { type Address, type ContractFunctionArgs, encodeFunctionData, type Hex } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'
import { deltaIn } from './internal/podEvents.ts'
import { podOf } from './internal/podOf.ts'

/**
 * Proves validators' balances to a pod's open checkpoint. The last one finishes it and books the difference. Anyone may.
 *
 * Sends `verifyCheckpointProofs` to the pod, with proofs against the root that the checkpoint pinned.
 *
 * @example
 * const { delta } = await verifyCheckpointProofs(client, { deployment, balanceContainerProof, proofs })
 */
export async function verifyCheckpointProofs(
  client: CairnClient,
  args: verifyCheckpointProofs.Args,
): Promise<verifyCheckpointProofs.ReturnType> {
  const { deployment, balanceContainerProof, proofs } = args
  const account = accountOf(client, args.account)
  const pod = args.pod ?? (await podOf(client, { deployment, owner: account.address }))
  const receipt = await transact(client, {
    account,
    to: pod,
    data: encodeFunctionData({
      abi: iEigenPodAbi,
      functionName: 'verifyCheckpointProofs',
      args: [balanceContainerProof, proofs],
    }),
  })
  return { hash: receipt.transactionHash, pod, delta: deltaIn(receipt.logs) }
}

export declare namespace verifyCheckpointProofs {
  type Parameters = ContractFunctionArgs<
    typeof iEigenPodAbi,
    'nonpayable',
    'verifyCheckpointProofs'
  >

  type Args = RestakingArg<'eigenPodManager'> &
    AccountArg & {
      /** The account's own if left out. */
      pod?: Address | undefined
      balanceContainerProof: Parameters[0]
      /** One a validator. What is unknown, proven already or too new is skipped. */
      proofs: Parameters[1]
    }

  type ReturnType = {
    hash: Hex
    pod: Address
    /** wei by which the pod's shares change, if this finished the checkpoint */
    delta: bigint | undefined
  }
}
