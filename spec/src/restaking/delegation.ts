import { SpecError } from '../error.ts'
import { type Address, type DepositShares, type Shares, wad } from '../units.ts'
import { type Factor, rescaleDown } from './math.ts'
import { emit, operatorOf, scalingOf, type State, stakerOf } from './state.ts'

/** `added` shares join what `staker` held, and its operator's, if it has one. */
export function increaseDelegation(
  state: State,
  { staker, strategy, held, added, factor }: increaseDelegation.Args,
) {
  if (factor === 0n) throw new SpecError('FullySlashed', {})
  if (added === 0n) return
  const before = scalingOf(state, staker, strategy)
  const scaling = rescaleDown(before, factor, { held, added: added as bigint })
  if (scaling === 0n) throw new SpecError('InvalidDepositScalingFactor', {})

  const { scaling: scalings, operator } = stakerOf(state, staker)
  if (scaling === wad) scalings.delete(strategy)
  else scalings.set(strategy, scaling)
  emit(state, 'delegation', 'DepositScalingFactorUpdated', {
    staker,
    strategy,
    newDepositScalingFactor: scaling,
  })
  if (operator === undefined) return

  const { shares } = operatorOf(state, operator)!
  shares.set(strategy, ((shares.get(strategy) ?? 0n) as bigint) + added)
  emit(state, 'delegation', 'OperatorSharesIncreased', {
    operator,
    staker,
    strategy,
    shares: added,
  })
}

export declare namespace increaseDelegation {
  type Args = {
    staker: Address
    strategy: Address
    held: DepositShares
    added: Shares
    factor: Factor
  }
}

/** `staker` is nobody when it is a slash. */
export function decreaseDelegation(
  state: State,
  { operator, staker, strategy, removed }: decreaseDelegation.Args,
) {
  const { shares } = operatorOf(state, operator)!
  shares.set(strategy, ((shares.get(strategy) ?? 0n) as bigint) - removed)
  emit(state, 'delegation', 'OperatorSharesDecreased', {
    operator,
    staker,
    strategy,
    shares: removed,
  })
}

export declare namespace decreaseDelegation {
  type Args = { operator: Address; staker: Address; strategy: Address; removed: Shares }
}
