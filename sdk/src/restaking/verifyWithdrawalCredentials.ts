import { iEigenPodAbi } from '@cairn/contracts/abi'
import { type Address, type ContractFunctionArgs, encodeFunctionData, type Hex } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'
import { restakedIn } from './internal/podEvents.ts'
import { podOf } from './internal/podOf.ts'

/**
 * Shows that validators' withdrawal credentials point to the pod. Their effective balances are restaked from this block on.
 *
 * Sends `verifyWithdrawalCredentials` to the pod, with proofs against a beacon block root of the last day.
 *
 * @example
 * const { validators } = await verifyWithdrawalCredentials(client, { deployment, ...proof })
 */
export async function verifyWithdrawalCredentials(
  client: CairnClient,
  args: verifyWithdrawalCredentials.Args,
): Promise<verifyWithdrawalCredentials.ReturnType> {
  const { deployment, timestamp, stateRootProof, indices, proofs, fields } = args
  const account = accountOf(client, args.account)
  const pod = args.pod ?? (await podOf(client, { deployment, owner: account.address }))
  const receipt = await transact(client, {
    account,
    to: pod,
    data: encodeFunctionData({
      abi: iEigenPodAbi,
      functionName: 'verifyWithdrawalCredentials',
      args: [timestamp, stateRootProof, indices, proofs, fields],
    }),
  })
  return { hash: receipt.transactionHash, pod, validators: restakedIn(receipt.logs) }
}

export declare namespace verifyWithdrawalCredentials {
  type Parameters = ContractFunctionArgs<
    typeof iEigenPodAbi,
    'nonpayable',
    'verifyWithdrawalCredentials'
  >

  type Args = RestakingArg<'eigenPodManager'> &
    AccountArg & {
      /** The account's own if left out. */
      pod?: Address | undefined
      /** seconds, of the block whose EIP-4788 root anchors the proofs */
      timestamp: bigint
      stateRootProof: Parameters[1]
      /** On the beacon chain. */
      indices: Parameters[2]
      /** For each, the branch of its fields to the state root. */
      proofs: Parameters[3]
      /** For each, the eight fields of its container. */
      fields: Parameters[4]
    }

  type ReturnType = {
    hash: Hex
    pod: Address
    /** `balance` in gwei */
    validators: { pubkeyHash: Hex; balance: bigint }[]
  }
}
