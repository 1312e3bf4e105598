import type { Address, Hex } from 'viem'
import type { Day, OperatorSet } from '../units.ts'

/** What rewards depend on, whichever contract said it. */
export type RewardEvent = Happening & {
  block: bigint
  logIndex: number
  /** of the block, seconds since 1970 */
  time: number
}

export type Happening =
  /** `delta` may be negative */
  | { type: 'shares'; staker: Address; strategy: Address; delta: bigint }
  | { type: 'operatorShares'; operator: Address; strategy: Address; delta: bigint }
  | { type: 'delegation'; staker: Address; operator: Address | undefined }
  /** `wads`: parts of 1e18 of what is delegated to the operator */
  | { type: 'slash'; operator: Address; strategies: readonly Address[]; wads: readonly bigint[] }
  /** `wad`: part of 1e18 of the staker's beacon chain ether */
  | { type: 'beaconSlash'; staker: Address; wad: bigint }
  | { type: 'membership'; operator: Address; set: OperatorSet; member: boolean }
  | { type: 'setStrategy'; strategy: Address; set: OperatorSet; included: boolean }
  | Allocation
  | { type: 'maxMagnitude'; operator: Address; strategy: Address; magnitude: bigint }
  | Split
  | { type: 'defaultSplit'; bips: number }
  | { type: 'submission'; submission: Submission }
  | { type: 'root'; index: number; root: Hex; end: Day; activatedAt: number }
  | { type: 'rootDisabled'; index: number }

export type Allocation = {
  type: 'allocation'
  operator: Address
  set: OperatorSet
  strategy: Address
  magnitude: bigint
  effectBlock: bigint
  /** time of that block, if there is one yet */
  effectTime: number | undefined
}

export type Split = {
  type: 'split'
  operator: Address
  /** what the split is of: a service's rewards, those of one of its sets, or the protocol's incentives */
  of: Address | OperatorSet | 'incentives'
  bips: number
  activatedAt: number
}

export type Submission = {
  hash: Hex
  /** who handed it in, and gets what is refunded */
  avs: Address
  token: Address
  /** what counts, and how much of it */
  strategies: readonly { strategy: Address; multiplier: bigint }[]
  start: Day
  days: number
} & (
  | { kind: 'avs' | 'allEarners' | 'allStakers'; amount: bigint }
  | { kind: 'uniqueStake' | 'totalStake'; set: OperatorSet; amount: bigint }
  | { kind: 'operatorDirectedAvs'; rewards: readonly OperatorReward[] }
  | { kind: 'operatorDirectedSet'; set: OperatorSet; rewards: readonly OperatorReward[] }
)

export type OperatorReward = { operator: Address; amount: bigint }

/** All that a submission may pay, in its token's smallest unit. */
export function budgetOf(submission: Submission): bigint {
  if ('amount' in submission) return submission.amount
  return submission.rewards.reduce((sum, { amount }) => sum + amount, 0n)
}
