import {
  iAllocationManagerAbi,
  iDelegationManagerAbi,
  iEigenPodManagerAbi,
  iRewardsCoordinatorAbi,
  iStrategyManagerAbi,
} from '@cairn/contracts/abi'
import { type Address, type Hex, type Log, parseEventLogs } from 'viem'
import type { Happening } from '../history/events.ts'
import { beaconChainEther } from '../history/follow.ts'
import { dayOf, lower, type OperatorSet, secondsPerDay, wad } from '../units.ts'

const abi = [
  ...iDelegationManagerAbi,
  ...iStrategyManagerAbi,
  ...iAllocationManagerAbi,
  ...iEigenPodManagerAbi,
  ...iRewardsCoordinatorAbi,
] as const

/** What a log tells, if rewards depend on it. `effectTime` of allocations is left open. */
export function decode(log: Log): Happening[] {
  const [event] = parseEventLogs({ abi, logs: [log] })
  if (!event) return []

  switch (event.eventName) {
    case 'Deposit': {
      const { staker, strategy, shares } = event.args
      return [shareDelta(staker, strategy, shares)]
    }
    case 'PodSharesUpdated':
      return [shareDelta(event.args.podOwner, beaconChainEther, event.args.sharesDelta)]
    case 'SlashingWithdrawalQueued': {
      // Shares count for nothing from the moment they are queued.
      const { withdrawal, sharesToWithdraw } = event.args
      return withdrawal.strategies.map((strategy, i) =>
        shareDelta(withdrawal.staker, strategy, -sharesToWithdraw[i]!),
      )
    }
    case 'BeaconChainSlashingFactorDecreased': {
      const { staker, prevBeaconChainSlashingFactor, newBeaconChainSlashingFactor } = event.args
      const left = (wad * newBeaconChainSlashingFactor) / prevBeaconChainSlashingFactor
      return [{ type: 'beaconSlash', staker: lower(staker), wad: wad - left }]
    }
    case 'OperatorSharesIncreased':
      return [operatorShareDelta(event.args, 1n)]
    case 'OperatorSharesDecreased':
      return [operatorShareDelta(event.args, -1n)]
    case 'StakerDelegated': {
      const { staker, operator } = event.args
      return [{ type: 'delegation', staker: lower(staker), operator: lower(operator) }]
    }
    case 'StakerUndelegated':
      return [{ type: 'delegation', staker: lower(event.args.staker), operator: undefined }]
    case 'OperatorSlashed': {
      const { operator, strategies, wadSlashed } = event.args
      return [
        {
          type: 'slash',
          operator: lower(operator),
          strategies: strategies.map(lower),
          wads: wadSlashed,
        },
      ]
    }
    case 'OperatorAddedToOperatorSet':
    case 'OperatorRemovedFromOperatorSet': {
      const { operator, operatorSet } = event.args
      const member = event.eventName === 'OperatorAddedToOperatorSet'
      return [{ type: 'membership', operator: lower(operator), set: setOf(operatorSet), member }]
    }
    case 'StrategyAddedToOperatorSet':
    case 'StrategyRemovedFromOperatorSet': {
      const { operatorSet, strategy } = event.args
      const included = event.eventName === 'StrategyAddedToOperatorSet'
      return [{ type: 'setStrategy', strategy: lower(strategy), set: setOf(operatorSet), included }]
    }
    case 'AllocationUpdated': {
      const { operator, operatorSet, strategy, magnitude, effectBlock } = event.args
      return [
        {
          type: 'allocation',
          operator: lower(operator),
          set: setOf(operatorSet),
          strategy: lower(strategy),
          magnitude,
          effectBlock: BigInt(effectBlock),
          effectTime: undefined,
        },
      ]
    }
    case 'MaxMagnitudeUpdated': {
      const { operator, strategy, maxMagnitude } = event.args
      return [
        {
          type: 'maxMagnitude',
          operator: lower(operator),
          strategy: lower(strategy),
          magnitude: maxMagnitude,
        },
      ]
    }
    case 'OperatorAVSSplitBipsSet': {
      const { operator, avs, activatedAt, newOperatorAVSSplitBips: bips } = event.args
      return [{ type: 'split', operator: lower(operator), of: lower(avs), bips, activatedAt }]
    }
    case 'OperatorPISplitBipsSet': {
      const { operator, activatedAt, newOperatorPISplitBips: bips } = event.args
      return [{ type: 'split', operator: lower(operator), of: 'incentives', bips, activatedAt }]
    }
    case 'OperatorSetSplitBipsSet': {
      const { operator, operatorSet, activatedAt, newOperatorSetSplitBips: bips } = event.args
      const of = setOf(operatorSet)
      return [{ type: 'split', operator: lower(operator), of, bips, activatedAt }]
    }
    case 'DefaultOperatorSplitBipsSet':
      return [{ type: 'defaultSplit', bips: event.args.newDefaultOperatorSplitBips }]

    case 'AVSRewardsSubmissionCreated': {
      const { avs, rewardsSubmissionHash, rewardsSubmission } = event.args
      const about = submitted(avs, rewardsSubmissionHash, rewardsSubmission)
      return submission({ kind: 'avs', ...about, amount: rewardsSubmission.amount })
    }
    case 'RewardsSubmissionForAllCreated': {
      const { submitter, rewardsSubmissionHash, rewardsSubmission } = event.args
      const about = submitted(submitter, rewardsSubmissionHash, rewardsSubmission)
      return submission({ kind: 'allStakers', ...about, amount: rewardsSubmission.amount })
    }
    case 'RewardsSubmissionForAllEarnersCreated': {
      const { tokenHopper, rewardsSubmissionHash, rewardsSubmission } = event.args
      const about = submitted(tokenHopper, rewardsSubmissionHash, rewardsSubmission)
      return submission({ kind: 'allEarners', ...about, amount: rewardsSubmission.amount })
    }
    case 'UniqueStakeRewardsSubmissionCreated':
    case 'TotalStakeRewardsSubmissionCreated': {
      const { operatorSet, rewardsSubmissionHash, rewardsSubmission } = event.args
      const isUnique = event.eventName === 'UniqueStakeRewardsSubmissionCreated'
      const about = submitted(operatorSet.avs, rewardsSubmissionHash, rewardsSubmission)
      const { amount } = rewardsSubmission
      const kind = isUnique ? 'uniqueStake' : 'totalStake'
      return submission({ kind, ...about, set: setOf(operatorSet), amount })
    }
    case 'OperatorDirectedAVSRewardsSubmissionCreated': {
      const { avs, operatorDirectedRewardsSubmission: directed } = event.args
      const about = submitted(avs, event.args.operatorDirectedRewardsSubmissionHash, directed)
      const rewards = rewardsOf(directed)
      return submission({ kind: 'operatorDirectedAvs', ...about, rewards })
    }
    case 'OperatorDirectedOperatorSetRewardsSubmissionCreated': {
      const { operatorSet, operatorDirectedRewardsSubmission: directed } = event.args
      const hash = event.args.operatorDirectedRewardsSubmissionHash
      const about = submitted(operatorSet.avs, hash, directed)
      const rewards = rewardsOf(directed)
      return submission({
        kind: 'operatorDirectedSet',
        ...about,
        set: setOf(operatorSet),
        rewards,
      })
    }

    case 'DistributionRootSubmitted': {
      const { rootIndex, root, rewardsCalculationEndTimestamp, activatedAt } = event.args
      const end = dayOf(rewardsCalculationEndTimestamp)
      return [{ type: 'root', index: rootIndex, root, end, activatedAt }]
    }
    case 'DistributionRootDisabled':
      return [{ type: 'rootDisabled', index: event.args.rootIndex }]
    default:
      return []
  }
}

type Loose = {
  strategiesAndMultipliers: readonly { strategy: Address; multiplier: bigint }[]
  token: Address
  startTimestamp: number
  duration: number
}

type Directed = { operatorRewards: readonly { operator: Address; amount: bigint }[] }

function submitted(avs: Address, hash: Hex, submission: Loose) {
  return {
    hash,
    avs: lower(avs),
    token: lower(submission.token),
    strategies: submission.strategiesAndMultipliers.map(({ strategy, multiplier }) => ({
      strategy: lower(strategy),
      multiplier,
    })),
    start: dayOf(submission.startTimestamp),
    days: submission.duration / secondsPerDay,
  }
}

const submission = (
  submission: Extract<Happening, { type: 'submission' }>['submission'],
): Happening[] => [{ type: 'submission', submission }]

const rewardsOf = ({ operatorRewards }: Directed) =>
  operatorRewards.map(({ operator, amount }) => ({ operator: lower(operator), amount }))

const setOf = ({ avs, id }: OperatorSet): OperatorSet => ({ avs: lower(avs), id })

const shareDelta = (staker: Address, strategy: Address, delta: bigint): Happening => ({
  type: 'shares',
  staker: lower(staker),
  strategy: lower(strategy),
  delta,
})

const operatorShareDelta = (
  { operator, strategy, shares }: { operator: Address; strategy: Address; shares: bigint },
  sign: bigint,
): Happening => ({
  type: 'operatorShares',
  operator: lower(operator),
  strategy: lower(strategy),
  delta: sign * shares,
})
