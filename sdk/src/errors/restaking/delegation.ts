import { refusal } from './refusal.ts'

export class ActivelyDelegatedError extends refusal(
  'ActivelyDelegated',
  'This account is delegated already (an operator is, to itself). Undelegate first, or redelegate, which does both.',
) {}

export class NotActivelyDelegatedError extends refusal(
  'NotActivelyDelegated',
  'This account is delegated to nobody. There is nothing to undo: delegate, or queue withdrawals directly.',
) {}

export class OperatorNotRegisteredError extends refusal(
  'OperatorNotRegistered',
  'This address is no operator. Choose one for which `isOperator` is true, or register it first.',
) {}

export class OperatorsCannotUndelegateError extends refusal(
  'OperatorsCannotUndelegate',
  "An operator is delegated to itself for good. Queue withdrawals instead: its stake can leave, its role can't.",
) {}

export class CallerCannotUndelegateError extends refusal(
  'CallerCannotUndelegate',
  'Only the staker, its operator (or who the operator appointed) and the delegation approver may undelegate it. Send as one of them.',
) {}

export class FullySlashedError extends refusal(
  'FullySlashed',
  'The operator was slashed to nothing in this strategy, so no share can be worth anything with it. Undelegate or choose another operator; complete withdrawals as tokens.',
) {}

export class InvalidDepositScalingFactorError extends refusal(
  'InvalidDepositScalingFactor',
  'The deposit is too small beside what was slashed: its scaling factor would be zero. Deposit more, or undelegate first.',
) {}

export class WithdrawalDelayNotElapsedError extends refusal(
  'WithdrawalDelayNotElapsed',
  'The withdrawal is still in its delay, during which it can be slashed. Read the position for the block at which it is ready, and complete it then.',
) {}

export class WithdrawalNotQueuedError extends refusal(
  'WithdrawalNotQueued',
  'No such withdrawal is in the queue: it was completed already, or a field of it differs from what was queued. Read the position for those there are.',
) {}

export class WithdrawerNotCallerError extends refusal(
  'WithdrawerNotCaller',
  'Only the withdrawer of a withdrawal may complete it, and that is its staker. Send as the staker.',
) {}

export class InvalidSnapshotOrderingError extends refusal(
  'InvalidSnapshotOrdering',
  'A block was asked for that is older than the newest one noted. Report this: the contracts only ever move forward.',
) {}

export class OnlyAllocationManagerError extends refusal(
  'OnlyAllocationManager',
  'Only the AllocationManager calls this. Slash through `slashOperator` there.',
) {}

export class OnlyEigenPodManagerError extends refusal(
  'OnlyEigenPodManager',
  'Only the EigenPodManager calls this. Use its own functions.',
) {}

export class OnlyStrategyManagerOrEigenPodManagerError extends refusal(
  'OnlyStrategyManagerOrEigenPodManager',
  'Only the StrategyManager and the EigenPodManager call this. Deposit through them.',
) {}
