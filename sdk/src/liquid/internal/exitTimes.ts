import type { spreadLensAbi } from '@cairn/contracts/abi'
import type { ContractFunctionReturnType } from 'viem'

export type Estimate = ContractFunctionReturnType<typeof spreadLensAbi, 'view', 'estimateExit'>

const day = 86_400n

/** Seconds that a place in the line is estimated to wait, `ahead` wei up to and with it: as `SpreadLens.estimateExit` counts them. */
export function secondsTo(estimate: Estimate, ahead: bigint): bigint {
  const round = estimate.seconds_ - beyondRound(estimate, estimate.ahead)
  return round + beyondRound(estimate, ahead)
}

/** What comes to a round's length: nothing if the ether is there; else the withdrawal delay, and a day for every rung that isn't laid. */
function beyondRound({ idle, coming, rung, delay }: Estimate, ahead: bigint): bigint {
  if (ahead <= idle) return 0n
  const missing = ahead - idle - coming
  return delay + (missing > 0n ? ((missing + rung - 1n) / rung) * day : 0n)
}
