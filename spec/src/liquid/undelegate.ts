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
  assetOf(state, asset)
  if (!isExhausted(state, index, asset)) throw new SpecError('NotExhausted', { index, asset })

  atomic(state, () => {
    restaking.undelegate(state.restaking, { staker: index }, { ...env, sender: index })
    measure(state, index, env)
    emit(state, 'spread', 'Undelegated', { index, operator, delegator: index })
  })
}

/** So little is left of the operator that the layer may not take in what a pod has gained. */
export function isExhausted(state: State, index: Address, asset: Address): boolean {
  const { restaking: layer } = state
  const operator = restaking.operatorOf(layer, delegatorOf(state, index).operator)
  return restaking.maxMagnitude(operator, assetOf(state, asset).strategy) < minMagnitude
}

export declare namespace undelegate {
  type Args = { index: Address; asset: Address }
}
