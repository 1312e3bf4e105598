import { SpecError } from '../error.ts'
import type { Address, Blocks } from '../units.ts'
import { allocationAt, storeAllocation } from './allocation.ts'
import { atomic, type Env, operatorOf, type State } from './state.ts'

/** Frees magnitude whose deallocation has come due; for anyone to call. */
export function clearDeallocationQueue(
  state: State,
  { operator, strategies, numToClear }: clearDeallocationQueue.Args,
  { block }: Env,
) {
  if (strategies.length !== numToClear.length) throw new SpecError('InputArrayLengthMismatch', {})
  if (!state.operators.has(operator)) throw new SpecError('InvalidOperator', {})

  atomic(state, () => {
    for (const [i, strategy] of strategies.entries())
      clear(state, { operator, strategy, block, most: numToClear[i]! })
  })
}

export declare namespace clearDeallocationQueue {
  type Args = { operator: Address; strategies: readonly Address[]; numToClear: readonly bigint[] }
}

export function clear(
  state: State,
  {
    operator,
    strategy,
    block,
    most,
  }: {
    operator: Address
    strategy: Address
    block: Blocks
    most: bigint
  },
) {
  const of = operatorOf(state, operator)!
  const line = of.deallocations.get(strategy) ?? []
  for (let cleared = 0n; cleared < most && line.length > 0; cleared++) {
    const key = line[0]!
    const { encumbered, ...allocation } = allocationAt(of, key, strategy, block)
    if (allocation.effectBlock > block) return

    storeAllocation(state, { operator, key, strategy, allocation, encumbered })
    line.shift()
  }
}
