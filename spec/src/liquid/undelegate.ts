import { SpecError } from '../error.ts'
import * as restaking from '../restaking/index.ts'
import type { Address } from '../units.ts'
import { measure } from './measure.ts'
import { minMagnitude } from './parameters.ts'
import { assetOf, atomic, delegatorOf, emit, type Env, type State } from './state.ts'

/** Takes a delegator from an operator of whose magnitude of an asset less than a hundredth is left: a pod under it might never finish
 * a checkpoint again. All that it has is queued. For anyone to call. */
export function undelegate(state: State, { index, asset }: undelegate.Args, env: Env) {
  const { operator } = delegatorOf(state, index)
  const { strategy } = assetOf(state, asset)
  const { restaking: layer } = state
  const left = restaking.maxMagnitude(restaking.operatorOf(layer, operator), strategy)
  if (left >= minMagnitude) throw new SpecError('NotExhausted', { index, asset })

  atomic(state, () => {
    restaking.undelegate(state.restaking, { staker: index }, { ...env, sender: index })
    measure(state, index, env)
    emit(state, 'spread', 'Undelegated', { index, operator, delegator: index })
  })
}

export declare namespace undelegate {
  type Args = { index: Address; asset: Address }
}
