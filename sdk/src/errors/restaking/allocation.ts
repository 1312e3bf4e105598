import { refusal } from './refusal.ts'

export class InvalidOperatorError extends refusal(
  'InvalidOperator',
  'This address is no operator. Register it as one first.',
) {}

export class InvalidOperatorSetError extends refusal(
  'InvalidOperatorSet',
  'There is no such operator set (or, on creation, there is one already). Check the AVS and the id of the set.',
) {}

export class InvalidCallerError extends refusal(
  'InvalidCaller',
  'The sender may not do this for that operator or AVS. Send as the operator, the AVS, or who one of them appointed; slashing is for the slasher of the set alone.',
) {}

export class InvalidStrategyError extends refusal(
  'InvalidStrategy',
  "This strategy can't be used here: a redistributing set holds no beacon ether, and the pods nothing else. Leave it out.",
) {}

export class InvalidWadToSlashError extends refusal(
  'InvalidWadToSlash',
  'A slash takes more than nothing and at most all: above 0 and at most 10¹⁸. Use a part in that range.',
) {}

export class InvalidAVSRegistrarError extends refusal(
  'InvalidAVSRegistrar',
  'This registrar says that it does not serve the AVS: its `supportsAVS` must be true. Set another.',
) {}

export class InvalidRedistributionRecipientError extends refusal(
  'InvalidRedistributionRecipient',
  'What is slashed can not be redistributed to that address. Name a recipient that is not the burn address.',
) {}

export class NonexistentAVSMetadataError extends refusal(
  'NonexistentAVSMetadata',
  'The AVS has not introduced itself. Call `updateAVSMetadataURI` before it creates operator sets.',
) {}

export class AlreadyMemberOfSetError extends refusal(
  'AlreadyMemberOfSet',
  'The operator is in this set already, or left it and can still be slashed there. Wait until the deallocation delay has passed since it left.',
) {}

export class NotMemberOfSetError extends refusal(
  'NotMemberOfSet',
  'The operator is not in this set. Register it first.',
) {}

export class OperatorNotSlashableError extends refusal(
  'OperatorNotSlashable',
  'The operator is not in this set, and left it too long ago to be slashed for it.',
) {}

export class SlasherNotSetError extends refusal(
  'SlasherNotSet',
  'The set has no slasher to migrate. Set one with `updateSlasher`.',
) {}

export class OperatorSetAlreadyMigratedError extends refusal(
  'OperatorSetAlreadyMigrated',
  'The set has a slasher already. Nothing is left to migrate.',
) {}

export class StrategyAlreadyInOperatorSetError extends refusal(
  'StrategyAlreadyInOperatorSet',
  'The set has this strategy already. Leave it out.',
) {}

export class StrategyNotInOperatorSetError extends refusal(
  'StrategyNotInOperatorSet',
  'The set does not have this strategy. `getStrategiesInOperatorSet` lists those that it has.',
) {}

export class StrategiesMustBeInAscendingOrderError extends refusal(
  'StrategiesMustBeInAscendingOrder',
  'Strategies must ascend by address, each once. Sort them.',
) {}

export class InsufficientMagnitudeError extends refusal(
  'InsufficientMagnitude',
  "The operator has not so much magnitude to give: the sum over all sets may not exceed what slashing left of it. Read the operator's free magnitude and allocate at most that; what is being deallocated counts until its delay has passed.",
) {}

export class SameMagnitudeError extends refusal(
  'SameMagnitude',
  'The allocation is at this magnitude already. Leave it out.',
) {}

export class ModificationAlreadyPendingError extends refusal(
  'ModificationAlreadyPending',
  'A change of this allocation is pending, and there is one at a time. Wait until its effect block.',
) {}

export class UninitializedAllocationDelayError extends refusal(
  'UninitializedAllocationDelay',
  'The operator has not set its allocation delay, or it is not in effect yet. Call `setAllocationDelay` and wait until it is.',
) {}

export class EmptyError extends refusal(
  'Empty',
  'The queue of deallocations is empty. There is nothing to clear.',
) {}
