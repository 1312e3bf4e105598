import type { Address, Blocks, Gwei, Seconds, Shares, Slot, Units, Wei } from './units.ts'

/** Of the restaking layer, whose ABI gives errors no arguments. */
type RestakingErrors = {
  [name in
    | 'ActivelyDelegated'
    | 'AlreadyInitialized'
    | 'AlreadyMemberOfSet'
    | 'CallerCannotUndelegate'
    | 'CannotCheckpointTwiceInSingleBlock'
    | 'EigenPodAlreadyExists'
    | 'FullySlashed'
    | 'InputAddressZero'
    | 'InputArrayLengthMismatch'
    | 'InputArrayLengthZero'
    | 'InsufficientMagnitude'
    | 'InsufficientWithdrawableBalance'
    | 'InvalidCaller'
    | 'InvalidDepositScalingFactor'
    | 'InvalidOperator'
    | 'InvalidOperatorSet'
    | 'InvalidPermissions'
    | 'InvalidRedistributionRecipient'
    | 'InvalidSignature'
    | 'InvalidStrategy'
    | 'InvalidWadToSlash'
    | 'MaxStrategiesExceeded'
    | 'ModificationAlreadyPending'
    | 'NewSharesZero'
    | 'NonexistentAVSMetadata'
    | 'NotActivelyDelegated'
    | 'NotMemberOfSet'
    | 'OnlyAllocationManager'
    | 'OnlyDelegationManager'
    | 'OnlyEigenPod'
    | 'OnlyEigenPodManager'
    | 'OnlyEigenPodOwnerOrProofSubmitter'
    | 'OnlyStrategyManager'
    | 'OnlyStrategyManagerOrEigenPodManager'
    | 'OnlyStrategyWhitelister'
    | 'OnlyUnderlyingToken'
    | 'OperatorNotRegistered'
    | 'OperatorNotSlashable'
    | 'OperatorsCannotUndelegate'
    | 'SameMagnitude'
    | 'SharesAmountTooHigh'
    | 'SharesAmountZero'
    | 'SharesNegative'
    | 'SharesNotMultipleOfGwei'
    | 'StrategiesMustBeInAscendingOrder'
    | 'StrategyAlreadyInOperatorSet'
    | 'StrategyNotInOperatorSet'
    | 'StrategyNotWhitelisted'
    | 'TotalSharesExceedsMax'
    | 'UninitializedAllocationDelay'
    | 'WithdrawalAmountExceedsTotalDeposits'
    | 'WithdrawalDelayNotElapsed'
    | 'WithdrawalNotQueued'
    | 'WithdrawerNotCaller']: Record<string, never>
}

/** The contracts' errors, by name, with their arguments in the contracts' order. */
export type SpecErrors = RestakingErrors & {
  ZeroAmount: Record<string, never>
  InvalidReceiver: { receiver: Address }
  InsufficientBalance: { owner: Address; balance: Shares; needed: Shares }
  InsufficientAllowance: { spender: Address; allowance: Shares; needed: Shares }
  NotAuthorized: { caller: Address; owner: Address }
  Stale: { provenAt: Seconds; staleAt: Seconds }
  CheckpointOpen: Record<string, never>
  SlashingUnbooked: Record<string, never>
  NotFresh: { provenAt: Seconds; freshUntil: Seconds }
  RequestBelowMinimum: { shares: Shares; minimum: Shares }
  FillBelowMinimum: { assets: Wei; minimum: Wei }
  NothingEligible: Record<string, never>
  LaneExhausted: { assets: Wei; available: Wei }
  SharesBelowMinimum: { shares: Shares; minShares: Shares }
  AssetsBelowMinimum: { assets: Wei; minAssets: Wei }
  AssetsAboveMaximum: { assets: Wei; maxAssets: Wei }
  DeadlinePassed: { deadline: Seconds }
  OnlyRegistry: { caller: Address }
  ExceedsStakeable: { assets: Wei; stakeable: Wei }
  OnlyVault: { caller: Address }
  OnlyQueue: { caller: Address }
  NotTicketOwner: { id: bigint; caller: Address }
  NothingToClaim: { id: bigint; ahead: Shares }
  UnknownTicket: { id: bigint }
  ExceedsClaimable: { amount: bigint; claimable: bigint }
  /** `count` where it is a list that somebody handed in. */
  TooManyTickets: { count?: bigint; maximum: bigint }
  /** A word of the ledger has no room: OpenZeppelin's `SafeCast`. */
  SafeCastOverflowedUintDowncast: { bits: bigint; value: bigint }
  ParameterOutOfBounds: { name: string; value: bigint; minimum: bigint; maximum: bigint }

  NotDue: { dueAt: Seconds }
  NoCheckpointOpen: Record<string, never>
  NotAscending: { id: bigint }
  AlreadyProven: { id: bigint }
  NotInSet: { id: bigint }
  UnknownValidator: { id: bigint }
  /** The contract says the pubkey's root where the rules say the id. */
  UnexpectedStatus: { id: bigint; status: 'retired' }
  ValidatorSlashed: { beaconIndex: bigint }
  ValidatorExiting: { beaconIndex: bigint }
  NotExiting: { beaconIndex: bigint }
  WrongMarker: { beaconIndex: bigint; slot: Slot }
  NotSlashed: { beaconIndex: bigint }
  NotWithdrawn: { id: bigint }
  DepositInFlight: { id: bigint }
  NoDepositInFlight: { id: bigint }
  /** `index` where it is a delegator that has them. */
  TooManyFlights: { index?: Address; maximum: bigint }
  TopUpOutOfRange: { amount: bigint; minimum: bigint; maximum: bigint }
  WrongPendingDeposit: { id: bigint }
  /** `pubkeyRoot` where it is a validator of a pod. */
  NotArrived: { id: bigint; headSlot: Slot; bar: Slot } | { pubkeyRoot: string }
  RootOutOfRange: { timestamp: Seconds; oldest: Seconds; newest: Seconds }
  ExceedsShortfall: { amount: bigint; shortfall: bigint }
  PartialFirst: { partialCapacity: bigint }
  WithdrawalOutOfRange: { amount: bigint; maximum: bigint }

  OnlySpread: { caller: Address }
  OnlyNative: { caller: Address }
  NotStamped: { stampedAt: Blocks; validUntil: Blocks }
  QueueFirst: { owed: Wei; idle: Wei }
  /** The number, of what has no name. */
  UnknownAsset: { asset: Address | bigint }
  UnknownDelegator: { index: Address | bigint }
  ZeroUnits: Record<string, never>
  IssuerUnsound: { token: Address }
  DoorClosed: { asset: Address; assets: Wei; room: Wei }
  Unsynced: { index: Address }
  Depreciated: { asset: Address }
  RoundNotDue: { dueAt: Seconds }
  ExceedsRoom: { index: Address; asset: Address; units: Units; room: Units }
  Breached: { index: Address }
  ExceedsWaiting: { asset: Address; units: Units; waiting: Units }
  CheckpointTooSoon: { index: Address; from: Seconds }
  NotExhausted: { index: Address; asset: Address }
  NothingWanted: Record<string, never>
  RungLaid: { nextAt: Seconds }
  NothingInExcess: { index: Address }
  TooManyRoots: { index: Address; maximum: bigint }
  NoPod: { index: Address }
  ValidatorUnfit: { pubkeyRoot: string }
  NotWanted: { wanted: Wei; asked: Wei }
  ExceedsBalance: { pubkeyRoot: string; asked: Gwei; left: Gwei }
  PartTooSmall: { pubkeyRoot: string; asked: Gwei; least: Gwei }
  NotOffered: { pubkeyRoot: string }
  AskedLately: { pubkeyRoot: string; until: Seconds }
  /** The contract says its root. */
  NotOneStrategy: { root: object }
  NoQueue: { asset: Address }
  AmountOutOfBounds: { assets: Wei; minimum: Wei; maximum: Wei }
  AlreadyStaked: { pubkeyRoot: string }
  NotInFlight: { pubkeyRoot: string }
  OnlyStarter: { caller: Address }
  NotListed: { token: Address }
  AlreadyListed: { token: Address }
  AuctionRunning: { token: Address; endsAt: Seconds }
  PriceOutOfBounds: { price: Wei; minimum: Wei; maximum: Wei }
  NothingForSale: { token: Address }
  Underpaid: { cost: Wei; paid: Wei }
  UnitsBelowMinimum: { units: Units; minUnits: Units }
  AuctionOver: { token: Address; endedAt: Seconds }
}

/** Thrown where a contract would revert; nothing has been written then. */
export class SpecError<name extends keyof SpecErrors = keyof SpecErrors> extends Error {
  override readonly name: name
  readonly args: SpecErrors[name]

  constructor(name: name, args: SpecErrors[name]) {
    super(describe(name, args))
    this.name = name
    this.args = args
  }
}

function describe(name: string, args: object) {
  const list = Object.entries(args).map(([key, value]) => `${key}: ${value}`)
  return `${name}(${list.join(', ')})`
}
