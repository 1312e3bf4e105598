import { type BeaconSource, proveBalances, proveBalancesForPod, proveState } from '@cairn/beacon'
import {
  type CairnClient,
  forceCheckpoint,
  PodMissingError,
  type RestakingDeployment,
  readPod,
  startCheckpoint,
  verifyCheckpointMultiproof,
  verifyCheckpointProofs,
} from '@cairn/sdk'
import { type Account, type Address, type Hex, isAddressEqual } from 'viem'
import { podValidators } from './podValidators.ts'

// So many stay below what EIP-7825 and a node's pool (128 KiB) give a transaction, scattered over two million validators.
const batches = { multi: 250, single: 80 }

/**
 * Brings a pod's checkpoint to its end: the one that is open, or a new one, which its owner and its proof submitter may start, and
 * others when it is overdue. Anyone may prove.
 */
export async function checkpointPod(
  client: CairnClient,
  args: checkpointPod.Args,
): Promise<checkpointPod.ReturnType> {
  const { deployment, beacon, owner, onProgress = () => {} } = args
  const account = args.account ?? client.account
  const found = await readPod(client, { deployment, owner })
  const { pod } = found
  if (found.type === 'none') throw new PodMissingError(owner, pod)

  onProgress({ stage: 'starting', done: 0, total: found.validators })
  const own = [owner, found.proofSubmitter].some(
    (it) => account && isAddressEqual(it, account.address),
  )
  const overdue = found.overdueAt !== undefined && found.overdueAt <= found.at
  const started =
    found.checkpoint.type === 'open'
      ? { ...found.checkpoint, delta: undefined, hash: undefined }
      : own || !overdue
        ? await startCheckpoint(client, { account, deployment, pod })
        : { ...(await forceCheckpoint(client, { account, pod })), delta: undefined }
  const { beaconBlockRoot, startedAt } = started
  if (started.delta !== undefined)
    return { pod, startedAt, validators: 0, delta: started.delta, hash: started.hash! }

  const state = await beacon.state(beaconBlockRoot)
  const due = (await podValidators(client, { state, pod })).filter(
    ({ status, checkpointedAt }) => status === 'active' && checkpointedAt < startedAt,
  )
  const batch = found.multiproofs ? batches.multi : batches.single
  for (let done = 0; done < due.length; done += batch) {
    onProgress({ stage: 'proving', done, total: due.length })
    const part = due.slice(done, done + batch)
    const indices = part.map(({ index }) => index)
    const { delta, hash } = found.multiproofs
      ? await verifyCheckpointMultiproof(client, {
          ...{ account, deployment, pod },
          state: proveState(state),
          pubkeyHashes: part.map(({ pubkeyHash }) => pubkeyHash),
          ...proveBalances(state, indices),
        })
      : await verifyCheckpointProofs(client, {
          ...{ account, deployment, pod },
          ...proveBalancesForPod(state, indices),
        })
    if (delta !== undefined) return { pod, startedAt, validators: due.length, delta, hash }
  }
  throw new CheckpointUnfinishedError(pod, startedAt)
}

/** Every validator that the beacon node knows was proven, and the pod waits for more. */
export class CheckpointUnfinishedError extends Error {
  override name = 'CheckpointUnfinishedError'
  constructor(
    readonly pod: Address,
    readonly startedAt: bigint,
  ) {
    super(
      `Pod ${pod} still waits for balances of its checkpoint of ${new Date(Number(startedAt) * 1000).toISOString()}, of validators that this beacon node doesn't show as its. Try again, with another node if need be.`,
    )
  }
}

export declare namespace checkpointPod {
  type Args = {
    /** Who sends; the client's own if left out. */
    account?: Account | undefined
    deployment: Pick<RestakingDeployment, 'eigenPodManager'>
    beacon: BeaconSource
    owner: Address
    onProgress?(progress: { stage: 'starting' | 'proving'; done: number; total: number }): void
  }

  type ReturnType = {
    pod: Address
    /** seconds */
    startedAt: bigint
    /** How many balances were proven here. */
    validators: number
    /** wei by which the pod's shares, or its slashing factor, change */
    delta: bigint
    /** The transaction that finished it. */
    hash: Hex
  }
}
