import { SpecError } from '../error.ts'
import { wad } from '../units.ts'
import { type Env, emit, podName, type State } from './state.ts'

/** Makes the sender's pod, where its validators' ether goes. */
export function createPod(state: State, _: Record<string, never>, { sender }: Env): string {
  if (state.pods.has(sender)) throw new SpecError('EigenPodAlreadyExists', {})

  state.pods.set(sender, {
    slashingFactor: wad,
    balance: 0n,
    payable: 0n,
    checkpointed: undefined,
  })
  emit(state, 'podManager', 'PodDeployed', { eigenPod: podName(sender), podOwner: sender })
  return podName(sender)
}
