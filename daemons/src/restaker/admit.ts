import type { PublicClient } from 'viem'
import { type LiquidAddresses, mostAdmitted } from '../chain/index.ts'
import { bookedOf } from './bookedOf.ts'
import type { Situation } from './observe.ts'
import type { Step } from './plan.ts'
import type { Route } from './planRoutes.ts'

// If not all of it, maybe a part.
const parts = [1n, 2n, 4n, 8n]

/** Makes of each route what the policy admits of it. Asked only when routing is what comes next. */
export async function admit(
  client: PublicClient,
  { addresses: { policy }, head, situation, steps }: admit.Args,
): Promise<Step[]> {
  if (steps[0]?.type !== 'route') return [...steps]
  const admitted = await Promise.all(
    steps.map(async (step) => (step.type === 'route' ? most(step) : step)),
  )
  return admitted.filter((step) => step !== undefined)

  async function most(route: Route): Promise<Route | undefined> {
    const { index, asset, units } = route
    const amounts = parts.map((part) => bookedOf(situation, asset, units / part))
    const amount = await mostAdmitted(client, { policy, head, index, asset, amounts })
    if (amount === undefined) return undefined
    return { ...route, units: units / parts[amounts.indexOf(amount)]! }
  }
}

export declare namespace admit {
  type Args = {
    addresses: Pick<LiquidAddresses, 'policy'>
    head: { number: bigint }
    situation: Situation
    steps: readonly Step[]
  }
}
