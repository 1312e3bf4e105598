import { refusal } from './refusal.ts'

export class UnauthorizedCallerError extends refusal(
  'UnauthorizedCaller',
  "The sender may not do this with that earner's rewards: claiming is for its claimer (or the earner, if it named none), roots for the rewards updater. Send as that one.",
) {}

export class EarningsNotGreaterThanClaimedError extends refusal(
  'EarningsNotGreaterThanClaimed',
  'Nothing of this token is left to claim: what the tree says was claimed already. Leave the token out, or wait for the next root.',
) {}

export class RootNotActivatedError extends refusal(
  'RootNotActivated',
  'The root is not in force yet: it can still be disabled until then. Claim by an older one, or wait for its activation.',
) {}

export class RootDisabledError extends refusal(
  'RootDisabled',
  'This root was withdrawn. Claim by another.',
) {}

export class RootAlreadyActivatedError extends refusal(
  'RootAlreadyActivated',
  'The root is in force, and can not be disabled any more.',
) {}

export class InvalidRootError extends refusal(
  'InvalidRoot',
  'There is no such root. `getDistributionRootsLength` says how many there are.',
) {}

export class InvalidRootIndexError extends refusal(
  'InvalidRootIndex',
  'There is no root of this index. `getDistributionRootsLength` says how many there are.',
) {}

export class InvalidClaimProofError extends refusal(
  'InvalidClaimProof',
  'The claim does not lead to the root. Fetch it again, for the root of this index.',
) {}

export class InvalidEarnerLeafIndexError extends refusal(
  'InvalidEarnerLeafIndex',
  "The earner's index does not fit its proof. Fetch the claim again.",
) {}

export class InvalidTokenLeafIndexError extends refusal(
  'InvalidTokenLeafIndex',
  "A token's index does not fit its proof. Fetch the claim again.",
) {}

export class InvalidEarnerError extends refusal(
  'InvalidEarner',
  'Only an operator, or an AVS with a set, has its claimer named by another. An earner names its own by `setClaimerFor(claimer)`.',
) {}

export class NewRootMustBeForNewCalculatedPeriodError extends refusal(
  'NewRootMustBeForNewCalculatedPeriod',
  'A root of this period, or a later one, was posted already. Compute a later period.',
) {}

export class RewardsEndTimestampNotElapsedError extends refusal(
  'RewardsEndTimestampNotElapsed',
  'A root is for a period that has ended. Wait until it has.',
) {}

export class AmountIsZeroError extends refusal(
  'AmountIsZero',
  'A reward is of more than nothing. Give an amount.',
) {}

export class AmountExceedsMaxError extends refusal(
  'AmountExceedsMax',
  'A reward is of at most 10³⁸ − 1 units. Split it.',
) {}

export class DurationIsZeroError extends refusal(
  'DurationIsZero',
  'A reward runs for at least one interval. Give a duration.',
) {}

export class DurationExceedsMaxError extends refusal(
  'DurationExceedsMax',
  'This is longer than a reward may run. Read `MAX_REWARDS_DURATION`, and split it.',
) {}

export class InvalidDurationRemainderError extends refusal(
  'InvalidDurationRemainder',
  'The duration must be whole intervals. Round it to a multiple of `CALCULATION_INTERVAL_SECONDS`.',
) {}

export class InvalidStartTimestampRemainderError extends refusal(
  'InvalidStartTimestampRemainder',
  'The start must lie on an interval. Round it to a multiple of `CALCULATION_INTERVAL_SECONDS`.',
) {}

export class InvalidGenesisRewardsTimestampRemainderError extends refusal(
  'InvalidGenesisRewardsTimestampRemainder',
  'The first day of rewards must lie on an interval. Deploy with a multiple of `CALCULATION_INTERVAL_SECONDS`.',
) {}

export class InvalidCalculationIntervalSecondsRemainderError extends refusal(
  'InvalidCalculationIntervalSecondsRemainder',
  'The calculation interval must be whole days. Deploy with a multiple of 86,400.',
) {}

export class StartTimestampTooFarInFutureError extends refusal(
  'StartTimestampTooFarInFuture',
  'The reward begins too late. Start it at most `MAX_FUTURE_LENGTH` from now.',
) {}

export class StartTimestampTooFarInPastError extends refusal(
  'StartTimestampTooFarInPast',
  'The reward begins too early. Start it at most `MAX_RETROACTIVE_LENGTH` ago, and not before `GENESIS_REWARDS_TIMESTAMP`.',
) {}

export class SubmissionNotRetroactiveError extends refusal(
  'SubmissionNotRetroactive',
  'A reward that names operators is for work that is done: its end must lie in the past. Wait, or choose an earlier period.',
) {}

export class StrategiesNotInAscendingOrderError extends refusal(
  'StrategiesNotInAscendingOrder',
  'The strategies of a reward must ascend by address, each once. Sort them.',
) {}

export class OperatorsNotInAscendingOrderError extends refusal(
  'OperatorsNotInAscendingOrder',
  'The operators of a reward must ascend by address, each once. Sort them.',
) {}

export class InvalidAddressZeroError extends refusal(
  'InvalidAddressZero',
  'An address is zero that must not be. Check what was passed.',
) {}

export class SplitExceedsMaxError extends refusal(
  'SplitExceedsMax',
  'A split is at most 10,000 basis points. Give one in that range.',
) {}

export class PreviousSplitPendingError extends refusal(
  'PreviousSplitPending',
  'A change of this split is pending, and there is one at a time. Wait until it is in force.',
) {}
