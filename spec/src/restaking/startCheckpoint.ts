import { type Address, weiPerGwei } from '../units.ts'
import { recordBalanceUpdate } from './recordBalanceUpdate.ts'
import { atomic, podOf, type State } from './state.ts'

/** A checkpoint of a pod without validators: what has come to it is payable, and is a gain. */
export function startCheckpoint(state: State, { owner }: startCheckpoint.Args) {
  atomic(state, () => {
    const pod = podOf(state, owner)
    const previous = (pod.payable as bigint) * weiPerGwei
    const found = (pod.balance as bigint) / weiPerGwei - pod.payable
    pod.payable += found
    recordBalanceUpdate(state, { podOwner: owner, previous, change: found * weiPerGwei })
  })
}

export declare namespace startCheckpoint {
  type Args = { owner: Address }
}
