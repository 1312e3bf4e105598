import type { Wei } from '@cairn/spec'
import { bookedOf } from './bookedOf.ts'
import type { Situation } from './observe.ts'
import type { Step } from './plan.ts'
import { maxRoots } from './planLadder.ts'

/**
 * Tokens that wait go to who has most room for them, but for what is about to be unwound for those who leave. Whether the policy
 * admits as much is for who performs it to ask.
 */
export function planRoutes(situation: Situation, { minRoute }: planRoutes.Options): Route[] {
  const { assets, delegators } = situation
  return assets.flatMap(({ routable }, asset) => {
    if (asset === 0 || routable === 0n) return []
    return delegators
      .filter(
        ({ delegated, breaches, withdrawals }) =>
          delegated && breaches === 0 && withdrawals.length < maxRoots,
      )
      .map(({ index, room }) => ({
        index,
        units: smaller(room[asset]!, routable),
      }))
      .filter(({ units }) => bookedOf(situation, asset, units) >= minRoute)
      .sort((a, b) => (a.units > b.units ? -1 : a.units < b.units ? 1 : a.index - b.index))
      .map(({ index, units }): Route => ({ type: 'route', index, asset, units }))
  })
}

export type Route = Extract<Step, { type: 'route' }>

export declare namespace planRoutes {
  type Options = {
    /** less is left to grow */
    minRoute: Wei
  }
}

const smaller = (a: bigint, b: bigint) => (a < b ? a : b)
