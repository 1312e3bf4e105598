import { refusal } from './refusal.ts'

export class StrategyNotWhitelistedError extends refusal(
  'StrategyNotWhitelisted',
  "Deposits into this strategy aren't allowed (any more). Choose one for which `strategyIsWhitelistedForDeposit` is true; what is in it can still be withdrawn.",
) {}

export class StrategyNotFoundError extends refusal(
  'StrategyNotFound',
  'The staker has nothing in this strategy. `getDeposits` lists where it has.',
) {}

export class MaxStrategiesExceededError extends refusal(
  'MaxStrategiesExceeded',
  'A staker has at most 32 strategies. Withdraw all of one first, or complete this withdrawal as tokens.',
) {}

export class SharesAmountZeroError extends refusal(
  'SharesAmountZero',
  'The amount of shares is zero. Use a larger one.',
) {}

export class SharesAmountTooHighError extends refusal(
  'SharesAmountTooHigh',
  "This is more than the staker's deposit shares. Queue counts deposit shares, not what they are worth now: read the position for them.",
) {}

export class StakerAddressZeroError extends refusal(
  'StakerAddressZero',
  'The staker is the zero address. Name one.',
) {}

export class StrategyAlreadyInSlashError extends refusal(
  'StrategyAlreadyInSlash',
  'This strategy is in the slash already. Report this: one slash notes a strategy once.',
) {}

export class OnlyDelegationManagerError extends refusal(
  'OnlyDelegationManager',
  'Only the DelegationManager calls this. Queue and complete withdrawals through it.',
) {}

export class OnlyStrategyWhitelisterError extends refusal(
  'OnlyStrategyWhitelister',
  'Only the strategy whitelister, which is the StrategyFactory, may change the whitelist. Go through the factory.',
) {}

export class OnlyStrategyManagerError extends refusal(
  'OnlyStrategyManager',
  'Only the StrategyManager moves shares of a strategy. Deposit and withdraw through the restaking layer.',
) {}

export class OnlyUnderlyingTokenError extends refusal(
  'OnlyUnderlyingToken',
  "The token isn't the one of this strategy. Read `underlyingToken()` of the strategy and pass that.",
) {}

export class NewSharesZeroError extends refusal(
  'NewSharesZero',
  'The amount is worth no share of this strategy. Deposit more.',
) {}

export class TotalSharesExceedsMaxError extends refusal(
  'TotalSharesExceedsMax',
  'The strategy would have more than 10³⁸ shares, the most there may be. Deposit less.',
) {}

export class BalanceExceedsMaxTotalDepositsError extends refusal(
  'BalanceExceedsMaxTotalDeposits',
  'The strategy would hold more than its cap. Deposit less, or wait until others withdraw.',
) {}

export class MaxPerDepositExceedsMaxError extends refusal(
  'MaxPerDepositExceedsMax',
  'This is more than one deposit into the strategy may be. Split it.',
) {}

export class WithdrawalAmountExceedsTotalDepositsError extends refusal(
  'WithdrawalAmountExceedsTotalDeposits',
  'The strategy has fewer shares than this would withdraw. Read `totalShares()` of it.',
) {}

export class StrategyAlreadyExistsError extends refusal(
  'StrategyAlreadyExists',
  'The factory has a strategy for this token already. `deployedStrategies(token)` is it.',
) {}

export class BlacklistedTokenError extends refusal(
  'BlacklistedToken',
  'No strategy may be made for this token: the factory lists it as unfit. Choose another token.',
) {}

export class AlreadyBlacklistedError extends refusal(
  'AlreadyBlacklisted',
  'The token is on the list already. Leave it out.',
) {}

export class TokenTransferFailedError extends refusal(
  'TransferFromFailed',
  'The token refused the transfer. Check that the sender has as much, and has approved the StrategyManager (or RewardsCoordinator) for it.',
) {}
