import { getBlock } from 'viem/actions'
import type { CairnClient } from '../client.ts'

export type SlippageArgs = {
  /** Basis points by which the outcome may fall short of the quote. 10 if left out. */
  slippageBps?: bigint | undefined
  /** seconds of the chain's clock; the transaction is refused after it. Half an hour from now if left out. */
  deadline?: bigint | undefined
}

// A day of the steepest growth that the vault lets into the rate is 20.
const usualSlippageBps = 10n
const usualPatience = 1_800n

export function lessSlippage(amount: bigint, slippageBps = usualSlippageBps): bigint {
  return (amount * (10_000n - slippageBps)) / 10_000n
}

/** By the chain's clock, not this machine's: the two differ on a devnet. */
export async function deadlineOf(client: CairnClient, deadline?: bigint): Promise<bigint> {
  if (deadline !== undefined) return deadline
  const { timestamp } = await getBlock(client)
  return timestamp + usualPatience
}
