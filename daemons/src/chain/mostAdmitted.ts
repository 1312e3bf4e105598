import type { Address, PublicClient } from 'viem'
import { riskPolicyAbi } from './liquid.ts'
import { at, together } from './together.ts'

/** The first of the amounts (wei) that the policy admits of an asset for a delegator; nothing if it admits none. */
export async function mostAdmitted(
  client: PublicClient,
  { policy, head, index, asset, amounts }: mostAdmitted.Args,
): Promise<bigint | undefined> {
  const answers = await client.multicall({
    contracts: amounts.map(
      (amount) =>
        ({
          address: policy,
          abi: riskPolicyAbi,
          functionName: 'admits',
          args: [BigInt(index), BigInt(asset), amount],
        }) as const,
    ),
    ...together(client, at(head)),
  })
  return amounts.find((_, i) => answers[i])
}

export declare namespace mostAdmitted {
  type Args = {
    policy: Address
    head: { number: bigint }
    index: number
    asset: number
    amounts: readonly bigint[]
  }
}
