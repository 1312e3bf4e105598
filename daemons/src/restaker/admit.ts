import type { PublicClient } from 'viem'
import { at, type LiquidAddresses, riskPolicyAbi, together } from '../chain/index.ts'
import { bookedOf } from './bookedOf.ts'
import type { Situation } from './observe.ts'
import type { Step } from './plan.ts'
import type { Route } from './planRoutes.ts'

// If not all of it, maybe a part.
const parts = [1n, 2n, 4n, 8n]

/** Makes of each route what the policy admits of it. Asked only when routing is what comes next. */
export async function admit(
  client: PublicClient,
  { addresses, head, situation, steps }: admit.Args,
): Promise<Step[]> {
  if (steps[0]?.type !== 'route') return [...steps]
  const admitted = await Promise.all(
    steps.map(async (step) => (step.type === 'route' ? most(step) : step)),
  )
  return admitted.filter((step) => step !== undefined)

  async function most(route: Route): Promise<Route | undefined> {
    const { index, asset, units } = route
    const args = (part: bigint) =>
      [BigInt(index), BigInt(asset), bookedOf(situation, asset, units / part)] as const
    const policy = { address: addresses.policy, abi: riskPolicyAbi } as const
    const answers = await client.multicall({
      contracts: parts.map(
        (part) => ({ ...policy, functionName: 'admits', args: args(part) }) as const,
      ),
      ...together(client, at(head)),
    })
    const part = parts.find((_, i) => answers[i])
    return part === undefined ? undefined : { ...route, units: units / part }
  }
}

export declare namespace admit {
  type Args = {
    addresses: LiquidAddresses
    head: { number: bigint }
    situation: Situation
    steps: readonly Step[]
  }
}
