import { SpecError } from '../error.ts'
import type { Address, Blocks } from '../units.ts'
import { type Env, emit, operatorOf, type State } from './state.ts'

/** Announces another delay for allocations. */
export function setAllocationDelay(
  state: State,
  { operator, delay }: setAllocationDelay.Args,
  { sender, block }: Env,
) {
  if (sender !== operator) throw new SpecError('InvalidPermissions', {})
  const of = operatorOf(state, operator)
  if (!of) throw new SpecError('InvalidOperator', {})

  const effectBlock = (block as bigint) + state.parameters.configurationDelay + 1n
  of.allocationDelay = {
    delay: allocationDelay(state, operator, block)!,
    pending: delay,
    effectBlock,
  }
  emit(state, 'allocation', 'AllocationDelaySet', { operator, delay, effectBlock })
}

export declare namespace setAllocationDelay {
  type Args = { operator: Address; delay: Blocks }
}

export function allocationDelay(
  state: State,
  operator: Address,
  block: Blocks,
): Blocks | undefined {
  const of = operatorOf(state, operator)
  if (!of) return undefined
  const { delay, pending, effectBlock } = of.allocationDelay
  return block >= effectBlock ? pending : delay
}
