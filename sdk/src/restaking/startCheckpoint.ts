import { iEigenPodAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'
import { createdIn, deltaIn } from './internal/podEvents.ts'
import { podOf } from './internal/podOf.ts'

/**
 * Opens a checkpoint of a pod: pins a beacon block root, and the ether that came to the pod. It can only be finished, by proving every
 * active validator's balance, which anyone may.
 *
 * Sends `startCheckpoint` to the pod.
 *
 * @example
 * const { beaconBlockRoot, validators } = await startCheckpoint(client, { deployment })
 */
export async function startCheckpoint(
  client: CairnClient,
  args: startCheckpoint.Args,
): Promise<startCheckpoint.ReturnType> {
  const { deployment, revertIfNoBalance = false } = args
  const account = accountOf(client, args.account)
  const pod = args.pod ?? (await podOf(client, { deployment, owner: account.address }))
  const receipt = await transact(client, {
    account,
    to: pod,
    data: encodeFunctionData({
      abi: iEigenPodAbi,
      functionName: 'startCheckpoint',
      args: [revertIfNoBalance],
    }),
  })
  return {
    hash: receipt.transactionHash,
    pod,
    ...createdIn(receipt.logs),
    delta: deltaIn(receipt.logs),
  }
}

export declare namespace startCheckpoint {
  type Args = RestakingArg<'eigenPodManager'> &
    AccountArg & {
      /** The account's own if left out. */
      pod?: Address | undefined
      /** Whether to refuse if no ether came to the pod. False if left out. */
      revertIfNoBalance?: boolean | undefined
    }

  type ReturnType = {
    hash: Hex
    pod: Address
    /** seconds */
    startedAt: bigint
    /** Of the block whose state the balances are proven against. */
    beaconBlockRoot: Hex
    /** How many balances are to be proven. */
    validators: number
    /** wei by which the pod's shares change, if there was nothing to prove and it is finished already */
    delta: bigint | undefined
  }
}
