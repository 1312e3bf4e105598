import { SpecError } from '../error.ts'
import { type Address, weiPerGwei } from '../units.ts'
import { recordBalanceUpdate } from './recordBalanceUpdate.ts'
import { atomic, type Env, podName, type State } from './state.ts'

/** A checkpoint of a pod without validators: what has come to it is payable, and is a gain. */
export function startCheckpoint(
  state: State,
  { owner }: startCheckpoint.Args,
  { sender, block }: Env,
) {
  const { balance, payable, checkpointed } = state.pods.get(owner)!
  if (sender !== owner) throw new SpecError('OnlyEigenPodOwnerOrProofSubmitter', {})
  if (checkpointed === block) throw new SpecError('CannotCheckpointTwiceInSingleBlock', {})

  atomic(state, () => {
    const pod = state.pods.get(owner)!
    const previous = (payable as bigint) * weiPerGwei
    const found = (balance as bigint) / weiPerGwei - payable
    pod.payable += found
    pod.checkpointed = block
    const update = { podOwner: owner, previous, change: found * weiPerGwei }
    recordBalanceUpdate(state, update, { sender: podName(owner) })
  })
}

export declare namespace startCheckpoint {
  type Args = { owner: Address }
}
