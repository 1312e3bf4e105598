import { SpecError } from '../error.ts'
import { saturatingSub } from '../math.ts'
import type { Address, Wei } from '../units.ts'
import { breachesOf } from './breaches.ts'
import { queueOut, underWay } from './leave.ts'
import { atomic, delegatorOf, emit, type Env, type State } from './state.ts'
import { settle, sync } from './sync.ts'

/** Queues what a delegator has too much by an active breach. For anyone to call, before or after the allocation takes effect. */
export function derisk(state: State, { delegator }: derisk.Args, env: Env): Wei {
  delegatorOf(state, delegator)
  return atomic(state, () => {
    sync(state, { delegator }, env)
    const assets = excess(state, delegator, env)
    if (assets === 0n) throw new SpecError('NothingInExcess', { delegator })

    const queued = queueOut(state, { delegator, assets }, env)
    if (queued === 0n) throw new SpecError('NothingInExcess', { delegator })
    settle(state, { delegator, received: 0n }, env)
    emit(state, 'Derisked', { delegator, assets: queued })
    return queued
  })
}

export declare namespace derisk {
  type Args = { delegator: Address }
}

/** The largest of its active breaches, less what is on its way out already. */
export function excess(state: State, delegator: Address, env: Pick<Env, 'now' | 'block'>): Wei {
  const most = breachesOf(state, delegator, env).reduce(
    (largest: bigint, { active, excess: of }) => (active && of > largest ? of : largest),
    0n,
  )
  return saturatingSub(most, underWay(state, delegator, env.block))
}
