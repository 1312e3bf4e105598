import { iEigenPodAbi, iEigenPodManagerAbi } from '@cairn/contracts/abi'
import type { Address, Hex } from 'viem'
import { getBalance, multicall } from 'viem/actions'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { deployless } from '../internal/multicall.ts'
import { podCredentials } from './createPod.ts'
import type { RestakingArg } from './deployment.ts'
import { readBlocks } from './internal/blocks.ts'

const gwei = 10n ** 9n

/**
 * An account's pod: where it is, the ether that is proven to be behind it, what the beacon chain slashed of it, and the checkpoint
 * that is open or was the last.
 *
 * Reads the EigenPodManager and the pod at one block.
 *
 * @example
 * const { pod, depositShares, checkpoint } = await readPod(client, { deployment })
 */
export async function readPod(
  client: CairnClient,
  args: readPod.Args,
): Promise<readPod.ReturnType> {
  const { deployment } = args
  const owner = args.owner ?? accountOf(client, args.account).address
  const blocks = await readBlocks(client)
  const at = { ...deployless, allowFailure: false, blockNumber: blocks.number } as const
  const manager = { address: deployment.eigenPodManager, abi: iEigenPodManagerAbi } as const

  const [pod, exists, depositShares, beaconSlashingFactor] = await multicall(client, {
    ...at,
    contracts: [
      { ...manager, functionName: 'getPod', args: [owner] },
      { ...manager, functionName: 'hasPod', args: [owner] },
      { ...manager, functionName: 'podOwnerDepositShares', args: [owner] },
      { ...manager, functionName: 'beaconChainSlashingFactor', args: [owner] },
    ],
  })
  const common = {
    owner,
    pod,
    withdrawalCredentials: podCredentials(pod),
    depositShares,
    beaconSlashingFactor,
    blockNumber: blocks.number,
    at: blocks.now,
  }
  if (!exists) return { type: 'none', ...common }

  const ours = { address: pod, abi: iEigenPodAbi } as const
  const [validators, withdrawableGwei, startedAt, lastAt, checkpoint, proofSubmitter] =
    await multicall(client, {
      ...at,
      contracts: [
        { ...ours, functionName: 'activeValidatorCount' },
        { ...ours, functionName: 'withdrawableRestakedExecutionLayerGwei' },
        { ...ours, functionName: 'currentCheckpointTimestamp' },
        { ...ours, functionName: 'lastCheckpointTimestamp' },
        { ...ours, functionName: 'currentCheckpoint' },
        { ...ours, functionName: 'proofSubmitter' },
      ],
    })
  const balance = await getBalance(client, { address: pod, blockNumber: blocks.number })
  const withdrawable = withdrawableGwei * gwei
  return {
    type: 'pod',
    ...common,
    validators: Number(validators),
    withdrawable,
    // Slashed ether stays in the pod, and counts as withdrawable execution ether until somebody may take it.
    unproven: balance > withdrawable ? balance - withdrawable : 0n,
    proofSubmitter,
    checkpoint:
      startedAt === 0n
        ? { type: lastAt === 0n ? 'none' : 'finished', startedAt: lastAt }
        : { type: 'open', startedAt, remaining: checkpoint.proofsRemaining },
  }
}

export declare namespace readPod {
  type Args = RestakingArg<'eigenPodManager'> &
    AccountArg & {
      /** The account if left out. */
      owner?: Address | undefined
    }

  type Common = {
    owner: Address
    /** Where it is, or will be. */
    pod: Address
    /** What its validators are deposited with. */
    withdrawalCredentials: Hex
    /** wei that were proven and not withdrawn; below 0 only of pods older than slashing */
    depositShares: bigint
    /** parts in 10¹⁸ that the beacon chain's penalties left; only falls */
    beaconSlashingFactor: bigint
    blockNumber: bigint
    /** seconds: the time of that block */
    at: bigint
  }

  type ReturnType =
    | ({ type: 'none' } & Common)
    | ({
        type: 'pod'
        /** How many were proven and have not left. */
        validators: number
        /** wei in the pod that a checkpoint has counted */
        withdrawable: bigint
        /** wei in the pod that the next checkpoint will count */
        unproven: bigint
        /** Who may start checkpoints and request exits besides the owner; zero if nobody. */
        proofSubmitter: Address
        checkpoint:
          | { type: 'none' | 'finished'; startedAt: bigint }
          | {
              type: 'open'
              /** seconds */
              startedAt: bigint
              /** validators to prove */
              remaining: number
            }
      } & Common)
}
