import {
  bridgeAttesterAbi,
  depositSignatureAbi,
  iCairnEigenPodAbi,
  iRateAdapterAbi,
  layoutsAbi,
  nativeStakeAbi,
  priceOracleAbi,
  redeemEscrowAbi,
  redeemQueueAbi,
  restakedEtherAbi,
  rewardAuctionAbi,
  spreadAbi,
  stakedEtherAbi,
  validatorRegistryAbi,
} from '@cairn/contracts/abi'
import { SpecError } from '@cairn/spec'
import {
  type Address,
  BaseError,
  type ContractErrorArgs,
  type ContractErrorName,
  decodeErrorResult,
  type Hex,
  isHex,
  parseAbi,
  toFunctionSelector,
  InsufficientFundsError as ViemInsufficientFundsError,
} from 'viem'
import { CairnError } from './base.ts'
import { InsufficientFundsError } from './client.ts'
import { ContractError } from './contract.ts'
import * as liquid from './liquid.ts'
import * as queue from './queue.ts'
import * as registry from './registry.ts'
import * as restaking from './restaking/index.ts'
import * as service from './service.ts'
import * as vault from './vault.ts'

const inherited = parseAbi(['error OwnableUnauthorizedAccount(address account)'])

// One table for all contracts: a call to one of them may be refused by another that it calls.
const errorsAbi = [
  ...stakedEtherAbi,
  ...redeemQueueAbi,
  ...redeemEscrowAbi,
  ...validatorRegistryAbi,
  ...layoutsAbi,
  ...depositSignatureAbi,
  ...iCairnEigenPodAbi,
  ...priceOracleAbi,
  ...bridgeAttesterAbi,
  ...restakedEtherAbi,
  ...spreadAbi,
  ...nativeStakeAbi,
  ...rewardAuctionAbi,
  ...iRateAdapterAbi,
  ...inherited,
] as const

type Abi = typeof errorsAbi
type Name = ContractErrorName<Abi>
type Args<name extends Name> =
  ContractErrorArgs<Abi, name> extends infer args extends readonly unknown[] ? args : readonly []

const classes: { [name in Name]?: (...args: Args<name>) => CairnError } = {
  ZeroAmount: () => new vault.ZeroAmountError(),
  InvalidReceiver: (...args) => new vault.InvalidReceiverError(...args),
  // OpenZeppelin has one of two arguments: of a contract's ether, not of an owner's shares.
  InsufficientBalance: (...args) =>
    args.length === 3
      ? new vault.InsufficientBalanceError(...args)
      : new ContractError('InsufficientBalance', args),
  InsufficientAllowance: (...args) => new vault.InsufficientAllowanceError(...args),
  NotAuthorized: (...args) => new vault.NotAuthorizedError(...args),
  Stale: (...args) => new vault.StaleError(...args),
  CheckpointOpen: () => new vault.CheckpointOpenError(),
  SlashingUnbooked: () => new vault.SlashingUnbookedError(),
  NotFresh: (...args) => new vault.NotFreshError(...args),
  RequestBelowMinimum: (...args) => new vault.RequestBelowMinimumError(...args),
  FillBelowMinimum: (...args) => new vault.FillBelowMinimumError(...args),
  NothingEligible: () => new vault.NothingEligibleError(),
  LaneExhausted: (...args) => new vault.LaneExhaustedError(...args),
  SharesBelowMinimum: (...args) => new vault.SharesBelowMinimumError(...args),
  AssetsBelowMinimum: (...args) => new vault.AssetsBelowMinimumError(...args),
  AssetsAboveMaximum: (...args) => new vault.AssetsAboveMaximumError(...args),
  DeadlinePassed: (...args) => new vault.DeadlinePassedError(...args),
  ExceedsStakeable: (...args) => new vault.ExceedsStakeableError(...args),

  NotTicketOwner: (...args) => new queue.NotTicketOwnerError(...args),
  NothingToClaim: (...args) => new queue.NothingToClaimError(...args),
  ExceedsClaimable: (...args) => new queue.ExceedsClaimableError(...args),
  // Of the queue, how many at once; of the spread, how many it may have.
  TooManyTickets: (...args) =>
    args.length === 2
      ? new queue.TooManyTicketsError(...args)
      : new liquid.SpreadTicketsFullError(...args),
  UnknownTicket: (...args) => new queue.UnknownTicketError(...args),
  PaymentFailed: (...args) => new queue.PaymentFailedError(...args),

  NotDue: (...args) => new registry.NotDueError(...args),
  NoCheckpointOpen: () => new registry.NoCheckpointOpenError(),
  UnknownValidator: (...args) => new registry.UnknownValidatorError(...args),
  UnexpectedStatus: (...args) => new registry.UnexpectedStatusError(...args),
  PubkeyTaken: (...args) => new registry.PubkeyTakenError(...args),
  WrongPredeposit: (...args) => new registry.WrongPredepositError(...args),
  InvalidDepositSignature: () => new registry.InvalidDepositSignatureError(),
  ValidatorExiting: (index) => new registry.ValidatorExitingError(BigInt(index)),
  ValidatorSlashed: (index) => new registry.ValidatorSlashedError(BigInt(index)),
  RootOutOfRange: (...args) => new registry.RootOutOfRangeError(...args),
  UnknownLayout: (...args) => new registry.UnknownLayoutError(...args),
  DepositInFlight: (...args) => new registry.DepositInFlightError(...args),
  NoDepositInFlight: (...args) => new registry.NoDepositInFlightError(...args),
  // Of csETH's registry in all, of crETH by delegator.
  TooManyFlights: (...args) =>
    args.length === 1
      ? new registry.TooManyFlightsError(...args)
      : new liquid.SpreadFlightsFullError(...args),
  TopUpOutOfRange: (...args) => new registry.TopUpOutOfRangeError(...args),
  ExceedsShortfall: (...args) => new registry.ExceedsShortfallError(...args),
  PartialFirst: (...args) => new registry.PartialFirstError(...args),
  WithdrawalOutOfRange: (...args) => new registry.WithdrawalOutOfRangeError(...args),
  FeeTooLow: (...args) => new registry.FeeTooLowError(...args),
  OwnableUnauthorizedAccount: (...args) => new registry.NotCuratorError(...args),

  CheckpointNotOverdue: (...args) => new service.CheckpointNotOverdueError(...args),
  UnknownSet: (...args) =>
    new service.UnknownSetError(...(args as readonly [Address, readonly number[]])),
  TooManyMembers: (...args) => new service.TooManyMembersError(...args),
  StakeBelowMinimum: (...args) => new service.StakeBelowMinimumError(...args),
  StakeSuffices: (...args) => new service.StakeSufficesError(...args),
  KeyNotProven: (...args) => new service.KeyNotProvenError(...args),
  KeyTaken: (...args) => new service.KeyTakenError(...args),
  NotMember: (...args) => new service.NotMemberError(...args),
  NoQuorum: (...args) => new service.NoQuorumError(...args),
  NoConflict: () => new service.NoConflictError(),
  SignersDiffer: (...args) => new service.SignersDifferError(...args),
  AlreadySlashed: (...args) => new service.AlreadySlashedError(...args),
  NotSlashable: (...args) => new service.NotSlashableError(...args),
  NothingToSlash: (...args) => new service.NothingToSlashError(...args),
  DayNotOver: (...args) => new service.DayNotOverError(...args),
  AlreadyPaid: (...args) => new service.AlreadyPaidError(...args),
  NothingEarned: (...args) => new service.NothingEarnedError(...args),
  BudgetSpent: () => new service.BudgetSpentError(),
  RoundNotOpen: (...args) => new service.RoundNotOpenError(...args),
  AlreadyPosted: (...args) => new service.AlreadyPostedError(...args),
  NotPosted: (...args) => new service.NotPostedError(...args),
  NotAttested: (...args) => new service.NotAttestedError(...args),
  AlreadyAttested: (...args) => new service.AlreadyAttestedError(...args),
  HeightsDiffer: () => new service.HeightsDifferError(),

  NotStamped: (...args) => new liquid.NotStampedError(...args),
  QueueFirst: (...args) => new liquid.QueueFirstError(...args),
  Unsynced: (...args) => new liquid.UnsyncedError(...args),
  Depreciated: (...args) => new liquid.DepreciatedError(...args),
  IssuerUnsound: (...args) => new liquid.IssuerUnsoundError(...args),
  DoorClosed: (...args) => new liquid.DoorClosedError(...args),
  UnknownAsset: (...args) => new liquid.UnknownAssetError(...args),
  UnknownDelegator: (...args) => new liquid.UnknownDelegatorError(...args),
  ZeroUnits: () => new liquid.ZeroUnitsError(),
  RoundNotDue: (...args) => new liquid.RoundNotDueError(...args),
  ExceedsRoom: (...args) => new liquid.ExceedsRoomError(...args),
  Breached: (...args) => new liquid.BreachedError(...args),
  ExceedsWaiting: (...args) => new liquid.ExceedsWaitingError(...args),
  NothingWanted: () => new liquid.NothingWantedError(),
  RungLaid: (...args) => new liquid.RungLaidError(...args),
  NothingInExcess: (...args) => new liquid.NothingInExcessError(...args),
  TooManyRoots: (...args) => new liquid.TooManyRootsError(...args),
  NotExhausted: (...args) => new liquid.NotExhaustedError(...args),
  NotOneStrategy: (...args) => new liquid.NotOneStrategyError(...args),
  NoQueue: (...args) => new liquid.NoQueueError(...args),
  NotListed: (...args) => new liquid.NotListedError(...args),
  AlreadyListed: (...args) => new liquid.AlreadyListedError(...args),
  PriceOutOfBounds: (...args) => new liquid.PriceOutOfBoundsError(...args),
  NothingForSale: (...args) => new liquid.NothingForSaleError(...args),
  Underpaid: (...args) => new liquid.UnderpaidError(...args),
  UnitsBelowMinimum: (...args) => new liquid.UnitsBelowMinimumError(...args),
  AuctionOver: (...args) => new liquid.AuctionOverError(...args),
  AuctionRunning: (...args) => new liquid.AuctionRunningError(...args),
  NoPod: (...args) => new liquid.NoPodError(...args),
  ValidatorUnfit: (...args) => new liquid.ValidatorUnfitError(...args),
  AlreadyStaked: (...args) => new liquid.AlreadyStakedError(...args),
  AmountOutOfBounds: (...args) => new liquid.AmountOutOfBoundsError(...args),
  // Of csETH's registry it is a wrong proof.
  NotArrived: (...args) =>
    args.length === 1
      ? new liquid.PodBalanceMissingError(...args)
      : new ContractError('NotArrived', args),
  ExceedsBalance: (...args) => new liquid.ExceedsBalanceError(...args),
  AskedLately: (...args) => new liquid.AskedLatelyError(...args),
  NotInFlight: (...args) => new liquid.NotInFlightError(...args),
  NotWanted: (...args) => new liquid.NotWantedError(...args),
  WrongCredentials: (...args) =>
    args.length === 2
      ? new liquid.WrongCredentialsError(...args)
      : new liquid.WrongCredentialsError(undefined, ...args),
}

const restakingClasses = Object.values(restaking)
const restakingByName = new Map<string, (typeof restakingClasses)[number]>(
  restakingClasses.map((refusal) => [refusal.errorName, refusal]),
)
// That layer's errors carry nothing, so the selector is all there is to decode.
const restakingNames = new Map<Hex, string>(
  restakingClasses.map(({ errorName }) => [toFunctionSelector(`${errorName}()`), errorName]),
)

/** What a contract's refusal says, as a class that instructs; anything else as it came. */
export function toCairnError(error: unknown): unknown {
  if (error instanceof CairnError) return error
  if (!(error instanceof BaseError)) return error

  const data = revertData(error)
  if (data !== undefined) {
    const named = decode(data)
    if (named) return fromName(named.name, named.args, error)
  }

  const poor = error.walk((cause) => cause instanceof ViemInsufficientFundsError)
  if (poor) return new InsufficientFundsError('The account', { cause: error })

  return error
}

/** Runs a rule of the spec. What the spec refuses is thrown as the class of the contract's refusal. */
export function asContract<value>(rule: () => value): value {
  try {
    return rule()
  } catch (error) {
    throw error instanceof SpecError ? fromSpec(error) : error
  }
}

export function fromSpec({ name, args }: SpecError): CairnError {
  return fromName(name, Object.values(args))
}

/** The class of the contract error `name`, whether a contract or the spec raised it. */
export function fromName(name: string, args: readonly unknown[], cause?: unknown): CairnError {
  const make = classes[name as Name] as ((...args: readonly unknown[]) => CairnError) | undefined
  const Refusal = restakingByName.get(name)
  const error = make?.(...args) ?? (Refusal ? new Refusal() : new ContractError(name, args))
  if (cause !== undefined) error.cause = cause
  return error
}

function decode(data: Hex) {
  const restakingName = restakingNames.get(data)
  if (restakingName !== undefined) return { name: restakingName, args: [] }
  try {
    const { errorName, args } = decodeErrorResult({ abi: errorsAbi, data })
    return { name: errorName as string, args: (args ?? []) as readonly unknown[] }
  } catch {
    // Not one of ours: a token's or a receiver's. The caller keeps the error as it came.
    return undefined
  }
}

/** The bytes that the contract reverted with. Nodes and viem put them at different depths. */
function revertData(error: BaseError): Hex | undefined {
  let found: Hex | undefined
  error.walk((cause) => {
    found ??= hexIn(cause)
    return found !== undefined
  })
  return found
}

function hexIn(cause: unknown): Hex | undefined {
  if (typeof cause !== 'object' || cause === null) return undefined
  const { raw, data } = cause as { raw?: unknown; data?: unknown }
  for (const value of [raw, data, nested(data)])
    if (isHex(value, { strict: false }) && value.length >= 10) return value
  return undefined
}

function nested(data: unknown) {
  return typeof data === 'object' && data !== null ? (data as { data?: unknown }).data : undefined
}
