import {
  proveBalances,
  proveBalancesForPod,
  proveCredentialsForPod,
  proveState,
  proveValidators,
  pubkeyRoot,
  type StateView,
} from '@cairn/beacon'
import { iCairnEigenPodAbi, iEigenPodAbi } from '@cairn/sdk/abi'
import { encodeFunctionData, type Hex, type PublicClient } from 'viem'
import { type LiquidAddresses, nativeStakeAbi, withdrawalRequests } from '../chain/index.ts'
import { readRequestFee } from '../keeper/readRequestFee.ts'
import { type Head, prepare, type Request, RetryableError, type Signer } from '../runtime/index.ts'
import type { Pod } from './observe.ts'
import type { Step } from './plan.ts'

/** Turns a step into a transaction, with its proof taken from `state`. */
export async function perform(
  client: PublicClient,
  { addresses, by, head, step, pod, view, maxRequestFee }: perform.Args,
): Promise<Request> {
  const duty = step.type
  const native = { duty, by, address: addresses.native, abi: nativeStakeAbi } as const
  const index = BigInt(step.index)

  switch (step.type) {
    case 'createPod':
    case 'land':
      return prepare(client, head, { ...native, functionName: step.type, args: [index] })

    case 'startCheckpoint':
      return prepare(client, head, { ...native, functionName: step.type, args: [index, false] })

    case 'proveBalances': {
      const { state } = view()
      const address = pod.address!
      if (!pod.multiproofs) {
        const { balanceContainerProof, proofs } = proveBalancesForPod(state, step.validators)
        const args = [balanceContainerProof, proofs] as const
        const single = { duty, by, address, abi: iEigenPodAbi } as const
        return prepare(client, head, { ...single, functionName: 'verifyCheckpointProofs', args })
      }
      const hashes = step.validators.map((it) => pubkeyRoot(state.validator(it).pubkey))
      const { chunks, siblings } = proveBalances(state, step.validators)
      const args = [proveState(state), hashes, chunks, siblings] as const
      const multi = { duty, by, address, abi: iCairnEigenPodAbi } as const
      return prepare(client, head, { ...multi, functionName: 'verifyCheckpointMultiproof', args })
    }

    case 'verifyCredentials': {
      const args = [index, credentialsCall(view().state, pod, step)] as const
      return prepare(client, head, { ...native, functionName: step.type, args })
    }

    case 'stake': {
      const evidence = evidenceOf(view(), step.validator)
      const { pubkey } = view().state.validator(step.validator)
      const args = [index, pubkey, step.assets, evidence] as const
      return prepare(client, head, { ...native, functionName: step.type, args })
    }

    case 'writeOff': {
      const args = [index, evidenceOf(view(), step.validator)] as const
      return prepare(client, head, { ...native, functionName: step.type, args })
    }

    case 'requestWithdrawal': {
      const { state } = view()
      const requests = step.asks.map(({ validator, amount: amountGwei }) => {
        return { pubkey: state.validator(validator).pubkey, amountGwei }
      })
      const fee = await readRequestFee(client, withdrawalRequests, head)
      if (fee > maxRequestFee)
        throw new RetryableError(`A request costs ${fee} wei, the cap is ${maxRequestFee}.`)
      // Twice the fee, in case others ask first: what is too much comes back.
      const value = fee * 2n * BigInt(requests.length)
      const args = [index, requests] as const
      return prepare(client, head, { ...native, functionName: step.type, args, value })
    }
  }
}

export declare namespace perform {
  type Args = {
    addresses: Pick<LiquidAddresses, 'native'>
    by: Pick<Signer, 'address' | 'maxGas'>
    head: Head
    step: Step
    pod: Pod
    /** the state that the step was planned from, and the time of the block whose root it is of */
    view(): View
    maxRequestFee: bigint
  }
}

export type View = { timestamp: bigint; state: StateView }

function credentialsCall(
  state: StateView,
  { multiproofs }: Pod,
  { timestamp, validators: indices }: { timestamp: bigint; validators: readonly number[] },
): Hex {
  if (multiproofs) {
    const { validators, siblings } = proveValidators(state, indices)
    return encodeFunctionData({
      abi: iCairnEigenPodAbi,
      functionName: 'verifyCredentialsMultiproof',
      args: [timestamp, proveState(state), indices, validators, siblings],
    })
  }
  const proof = proveCredentialsForPod(state, indices)
  const { stateRootProof, validatorIndices, validatorFieldsProofs, validatorFields } = proof
  return encodeFunctionData({
    abi: iEigenPodAbi,
    functionName: 'verifyWithdrawalCredentials',
    args: [timestamp, stateRootProof, validatorIndices, validatorFieldsProofs, validatorFields],
  })
}

function evidenceOf({ timestamp, state }: View, index: number) {
  const { validators, siblings } = proveValidators(state, [index])
  const [validator] = validators
  return {
    timestamp,
    state: proveState(state),
    index: BigInt(index),
    validator: validator!,
    siblings,
  }
}
