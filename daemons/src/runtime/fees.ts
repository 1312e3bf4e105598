import type { PublicClient } from 'viem'
import { FeesAboveCapError } from './errors.ts'

/** wei per gas */
export type Fees = { maxFeePerGas: bigint; maxPriorityFeePerGas: bigint }

/** Enough for the base fee to double, within the cap. */
export async function price(
  client: PublicClient,
  { baseFee, cap }: { baseFee: bigint; cap: bigint },
): Promise<Fees> {
  if (baseFee > cap) throw new FeesAboveCapError(baseFee, cap)
  const suggested = await client.estimateMaxPriorityFeePerGas()
  const maxFeePerGas = min(baseFee * 2n + suggested, cap)
  return { maxFeePerGas, maxPriorityFeePerGas: min(suggested, maxFeePerGas) }
}

/** Raised by a quarter (nodes ask for a tenth to replace a transaction); nothing if the cap leaves no room for that. */
export function bump({ maxFeePerGas, maxPriorityFeePerGas }: Fees, cap: bigint): Fees | undefined {
  const raised = { maxFeePerGas: up(maxFeePerGas), maxPriorityFeePerGas: up(maxPriorityFeePerGas) }
  return raised.maxFeePerGas > cap ? undefined : raised
}

const up = (value: bigint) => (value * 5n + 3n) / 4n
const min = (a: bigint, b: bigint) => (a < b ? a : b)
