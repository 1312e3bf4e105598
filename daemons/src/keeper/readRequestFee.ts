import type { Address, PublicClient } from 'viem'
import type { Head } from '../runtime/index.ts'

/** wei that an EIP-7002 request costs in the next block: the contract answers an empty call with it. */
export async function readRequestFee(client: PublicClient, contract: Address, head: Head) {
  const { data } = await client.call({ to: contract, blockNumber: head.number })
  return BigInt(data ?? 0)
}
