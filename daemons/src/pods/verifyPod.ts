import {
  type BeaconSource,
  farFutureEpoch,
  proveCredentialsForPod,
  proveState,
  proveValidators,
} from '@cairn/beacon'
import {
  type CairnClient,
  PodMissingError,
  type RestakingDeployment,
  readPod,
  verifyCredentialsMultiproof,
  verifyWithdrawalCredentials,
} from '@cairn/sdk'
import { type Account, type Address, type Hex, numberToHex } from 'viem'
import { call, getBlock } from 'viem/actions'
import { beaconRoots } from '../chain/index.ts'
import { podValidators } from './podValidators.ts'

// So many stay below what EIP-7825 and a node's pool (128 KiB) give a transaction: by a multiproof, and one by one.
const batches = { multi: 100, single: 60 }

/**
 * Shows a pod the validators that point to it and that it doesn't know, against the newest root: all that are active, or will be,
 * and aren't leaving. Whoever owns the pod (or is its proof submitter) sends. By multiproofs where the pod takes them.
 */
export async function verifyPod(
  client: CairnClient,
  { account, deployment, beacon, owner, onProgress = () => {} }: verifyPod.Args,
): Promise<verifyPod.ReturnType> {
  const found = await readPod(client, { deployment, owner })
  const { pod } = found
  if (found.type === 'none') throw new PodMissingError(owner, pod)

  const { timestamp } = await getBlock(client)
  const { data: root } = await call(client, {
    to: beaconRoots,
    data: numberToHex(timestamp, { size: 32 }),
  })
  const state = await beacon.state(root as Hex)
  const wanted = (await podValidators(client, { state, pod }))
    .filter(({ status }) => status === 'unknown')
    .map(({ index }) => index)
    .filter((index) => {
      const { activationEpoch, exitEpoch } = state.validator(index)
      return activationEpoch !== farFutureEpoch && exitEpoch === farFutureEpoch
    })

  const hashes: Hex[] = []
  let balance = 0n
  const batch = found.multiproofs ? batches.multi : batches.single
  for (let done = 0; done < wanted.length; done += batch) {
    onProgress({ done, total: wanted.length })
    const indices = wanted.slice(done, done + batch)
    const { hash, validators } = found.multiproofs
      ? await verifyCredentialsMultiproof(client, {
          ...{ account, deployment, pod, timestamp, indices },
          state: proveState(state),
          ...proveValidators(state, indices),
        })
      : await verifyWithdrawalCredentials(client, {
          ...{ account, deployment, pod, timestamp, indices },
          ...toSingles(proveCredentialsForPod(state, indices)),
        })
    hashes.push(hash)
    for (const validator of validators) balance += validator.balance
  }
  return { pod, indices: wanted, balance, hashes }
}

function toSingles(it: ReturnType<typeof proveCredentialsForPod>) {
  const { stateRootProof, validatorFieldsProofs: proofs, validatorFields: fields } = it
  return { stateRootProof, proofs, fields }
}

export declare namespace verifyPod {
  type Args = {
    /** Who sends; the client's own if left out. */
    account?: Account | undefined
    deployment: Pick<RestakingDeployment, 'eigenPodManager'>
    beacon: BeaconSource
    owner: Address
    onProgress?(progress: { done: number; total: number }): void
  }

  type ReturnType = {
    pod: Address
    /** Of the validators that it knows now, on the beacon chain. */
    indices: number[]
    /** gwei that they brought */
    balance: bigint
    hashes: Hex[]
  }
}
