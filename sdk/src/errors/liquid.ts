import { type Address, formatEther, type Hex } from 'viem'
import { CairnError, gweiToEther, toDate } from './base.ts'

export class NotStampedError extends CairnError {
  override name = 'NotStampedError'
  constructor(
    /** block of the newest stamp */
    readonly stampedAt: bigint,
    /** the last block that it holds for */
    readonly validUntil: bigint,
  ) {
    super(
      `crETH pays only under a fresh stamp, and the newest, of block ${stampedAt}, held until block ${validUntil}. Send \`check\` (anyone may), and this right after it.`,
    )
  }
}

export class QueueFirstError extends CairnError {
  override name = 'QueueFirstError'
  constructor(
    /** wei that eligible tickets are owed */
    readonly owed: bigint,
    /** wei */
    readonly idle: bigint,
  ) {
    super(
      `Tickets that may be filled come first: they are owed ${formatEther(owed)} ETH, and ${formatEther(idle)} are idle. Fill them, or wait for a rung of the ladder.`,
    )
  }
}

export class UnsyncedError extends CairnError {
  override name = 'UnsyncedError'
  constructor(
    /** of the delegator */
    readonly index: bigint,
  ) {
    super(
      `Delegator ${index} lost stake that isn't booked yet, so nothing is paid. Send \`sync\` of ${index} (anyone may), then try again.`,
    )
  }
}

export class DepreciatedError extends CairnError {
  override name = 'DepreciatedError'
  constructor(
    /** its number in the spread */
    readonly asset: bigint,
  ) {
    super(
      `Asset ${asset} is worth less than it is booked with, so nothing is paid. Send \`appraise\` of it (anyone may), then try again.`,
    )
  }
}

export class IssuerUnsoundError extends CairnError {
  override name = 'IssuerUnsoundError'
  constructor(readonly token: Address) {
    super(
      `The issuer of ${token} can't vouch for its rate now: it is stale, or a loss is on its way into it. Wait until it has booked that (csETH: run a checkpoint), then try again.`,
    )
  }
}

export class DoorClosedError extends CairnError {
  override name = 'DoorClosedError'
  constructor(
    /** its number in the spread */
    readonly asset: bigint,
    /** wei */
    readonly assets: bigint,
    /** wei */
    readonly room: bigint,
  ) {
    super(
      room === 0n
        ? `The door of asset ${asset} is closed: crETH holds as much of it as it may. Deposit ether, or another token.`
        : `The door of asset ${asset} is open for ${formatEther(room)} ETH more of it, and this is worth ${formatEther(assets)}. Deposit less, or something else.`,
    )
  }
}

export class AssetUnknownError extends CairnError {
  override name = 'AssetUnknownError'
  constructor(
    readonly asset: string,
    readonly known: readonly string[],
  ) {
    super(`crETH takes no ${asset}. It takes ${known.join(', ')}: use one of these.`)
  }
}

export class UnknownAssetError extends CairnError {
  override name = 'UnknownAssetError'
  constructor(readonly asset: bigint) {
    super(
      `Asset ${asset} isn't a token of the spread. Read the spread for its assets; number 0 is beacon ether, which has no token.`,
    )
  }
}

export class UnknownDelegatorError extends CairnError {
  override name = 'UnknownDelegatorError'
  constructor(readonly index: bigint) {
    super(`The spread has no delegator ${index}. Read the spread for those that there are.`)
  }
}

export class ZeroUnitsError extends CairnError {
  override name = 'ZeroUnitsError'
  constructor() {
    super('There is nothing to move: the amount is zero, or nothing is there.')
  }
}

export class RoundNotDueError extends CairnError {
  override name = 'RoundNotDueError'
  readonly dueAt: Date
  constructor(dueAt: bigint) {
    super(`The next round may be opened at ${toDate(dueAt).toISOString()}. Open it then.`)
    this.dueAt = toDate(dueAt)
  }
}

export class ExceedsRoomError extends CairnError {
  override name = 'ExceedsRoomError'
  constructor(
    readonly index: bigint,
    readonly asset: bigint,
    /** units of the asset */
    readonly units: bigint,
    /** units of the asset */
    readonly room: bigint,
  ) {
    super(
      `Delegator ${index} has room for ${formatEther(room)} of asset ${asset} by its weight, not for ${formatEther(units)}. Route at most that, or to another one.`,
    )
  }
}

export class BreachedError extends CairnError {
  override name = 'BreachedError'
  constructor(readonly index: bigint) {
    super(
      `The policy gives delegator ${index} no more stake: a ceiling is broken there or would be, its operator isn't delegated to, or someone waits for ether. Read the exposure for which, and use another one.`,
    )
  }
}

export class ExceedsWaitingError extends CairnError {
  override name = 'ExceedsWaitingError'
  constructor(
    readonly asset: bigint,
    /** units of the asset */
    readonly units: bigint,
    /** units of the asset */
    readonly waiting: bigint,
  ) {
    super(
      waiting === 0n
        ? `Nothing of asset ${asset} waits in the spread that nobody is owed. Take another way, or wait until some comes in.`
        : `${formatEther(waiting)} of asset ${asset} wait in the spread, and ${formatEther(units)} were asked for. Take at most that.`,
    )
  }
}

export class NothingWantedError extends CairnError {
  override name = 'NothingWantedError'
  constructor() {
    super(
      'All that the queue and the lane are short of is there or on its way. Nothing has to be asked back.',
    )
  }
}

export class RungLaidError extends CairnError {
  override name = 'RungLaidError'
  readonly nextAt: Date
  constructor(nextAt: bigint) {
    super(`Today's rung is laid. Lay the next from ${toDate(nextAt).toISOString()} on.`)
    this.nextAt = toDate(nextAt)
  }
}

export class NothingInExcessError extends CairnError {
  override name = 'NothingInExcessError'
  constructor(readonly index: bigint) {
    super(
      `No active breach puts anything of delegator ${index} at risk (or it is on its way out already). There is nothing to take out.`,
    )
  }
}

export class TooManyRootsError extends CairnError {
  override name = 'TooManyRootsError'
  constructor(
    readonly index: bigint,
    readonly maximum: bigint,
  ) {
    super(
      `Delegator ${index} has ${maximum} withdrawals queued or more, and that is as many as this allows. Complete one first.`,
    )
  }
}

export class NotExhaustedError extends CairnError {
  override name = 'NotExhaustedError'
  constructor(
    readonly index: bigint,
    readonly asset: bigint,
  ) {
    super(
      `The operator of delegator ${index} has a hundredth or more left of asset ${asset}: it stays with it. Read the exposure for what else can be done.`,
    )
  }
}

export class NotOneStrategyError extends CairnError {
  override name = 'NotOneStrategyError'
  constructor(readonly root: Hex) {
    super(
      `Withdrawal ${root} holds several strategies, which the spread never asks for. It can't be completed here.`,
    )
  }
}

export class NoQueueError extends CairnError {
  override name = 'NoQueueError'
  constructor(readonly asset: bigint) {
    super(
      `Asset ${asset}'s issuer has no line for ether that the spread could stand in. It leaves in kind only.`,
    )
  }
}

export class SpreadTicketsFullError extends CairnError {
  override name = 'SpreadTicketsFullError'
  constructor(readonly maximum: bigint) {
    super(
      `The spread has ${maximum} tickets in csETH's line, the most it may. Claim one that is filled first.`,
    )
  }
}

export class SpreadFlightsFullError extends CairnError {
  override name = 'SpreadFlightsFullError'
  constructor(
    readonly index: bigint,
    readonly maximum: bigint,
  ) {
    super(
      `Delegator ${index} has ${maximum} deposits on their way already. Prove the credentials of one that arrived first.`,
    )
  }
}

export class NotListedError extends CairnError {
  override name = 'NotListedError'
  constructor(readonly token: Address) {
    super(
      `${token} isn't sold here: its first price was never given. Its starter has to list it first.`,
    )
  }
}

export class AlreadyListedError extends CairnError {
  override name = 'AlreadyListedError'
  constructor(readonly token: Address) {
    super(`${token} has its first price already. Auctions find the next ones by themselves.`)
  }
}

export class PriceOutOfBoundsError extends CairnError {
  override name = 'PriceOutOfBoundsError'
  constructor(
    /** wei for 10¹⁸ units */
    readonly price: bigint,
    /** wei for 10¹⁸ units */
    readonly minimum: bigint,
    /** wei for 10¹⁸ units */
    readonly maximum: bigint,
  ) {
    super(
      `A first price is from ${minimum} to ${maximum} wei for 10¹⁸ units, and this is ${price}. Give one in that range.`,
    )
  }
}

export class NothingForSaleError extends CairnError {
  override name = 'NothingForSaleError'
  constructor(readonly token: Address) {
    super(
      `No lot of ${token} is open, or nothing is left of it. Open an auction when rewards have been claimed.`,
    )
  }
}

export class UnderpaidError extends CairnError {
  override name = 'UnderpaidError'
  constructor(
    /** wei */
    readonly cost: bigint,
    /** wei */
    readonly paid: bigint,
  ) {
    super(
      `The units cost ${formatEther(cost)} ETH now, and ${formatEther(paid)} were sent. Send that much; what is too much comes back.`,
    )
  }
}

export class UnitsBelowMinimumError extends CairnError {
  override name = 'UnitsBelowMinimumError'
  constructor(
    /** units of the token */
    readonly units: bigint,
    /** units of the token */
    readonly minUnits: bigint,
  ) {
    super(
      `Only ${units} units are left of the lot, fewer than the ${minUnits} asked for. Ask for fewer, or wait for the next lot.`,
    )
  }
}

export class AuctionOverError extends CairnError {
  override name = 'AuctionOverError'
  readonly endedAt: Date
  constructor(
    readonly token: Address,
    endedAt: bigint,
  ) {
    super(
      `The auction of ${token} ended at ${toDate(endedAt).toISOString()}. Open the next: it begins lower.`,
    )
    this.endedAt = toDate(endedAt)
  }
}

export class AuctionRunningError extends CairnError {
  override name = 'AuctionRunningError'
  readonly endsAt: Date
  constructor(
    readonly token: Address,
    endsAt: bigint,
  ) {
    super(
      `The last auction of ${token} runs until ${toDate(endsAt).toISOString()}, sold out or not. Open the next after that.`,
    )
    this.endsAt = toDate(endsAt)
  }
}

export class NoPodError extends CairnError {
  override name = 'NoPodError'
  constructor(readonly index: bigint) {
    super(`Delegator ${index} has no pod yet. Create it first: \`NativeStake.createPod\`.`)
  }
}

export class ValidatorUnfitError extends CairnError {
  override name = 'ValidatorUnfitError'
  constructor(readonly pubkeyRoot: Hex) {
    super(
      `Validator ${pubkeyRoot} isn't fit for this: it has to exist with its first ether and nothing more, unknown to the pod, neither slashed nor leaving (to write it off: slashed or leaving). Use another.`,
    )
  }
}

export class AlreadyStakedError extends CairnError {
  override name = 'AlreadyStakedError'
  constructor(readonly pubkeyRoot: Hex) {
    super(`Validator ${pubkeyRoot} got crETH's deposit before, and gets one only. Use another.`)
  }
}

export class AmountOutOfBoundsError extends CairnError {
  override name = 'AmountOutOfBoundsError'
  constructor(
    /** wei */
    readonly assets: bigint,
    /** wei */
    readonly minimum: bigint,
    /** wei */
    readonly maximum: bigint,
  ) {
    super(
      `A deposit is of ${formatEther(minimum)} to ${formatEther(maximum)} ETH, in whole ether; this is of ${formatEther(assets)}. Choose one in that range.`,
    )
  }
}

export class PodBalanceMissingError extends CairnError {
  override name = 'PodBalanceMissingError'
  constructor(readonly pubkeyRoot: Hex) {
    super(
      `Validator ${pubkeyRoot} has less than what was sent to it: a deposit is still on its way. Prove its credentials when all has arrived.`,
    )
  }
}

export class ExceedsBalanceError extends CairnError {
  override name = 'ExceedsBalanceError'
  constructor(
    readonly pubkeyRoot: Hex,
    /** gwei */
    readonly asked: bigint,
    /** gwei */
    readonly left: bigint,
  ) {
    super(
      `Validator ${pubkeyRoot} has ${gweiToEther(left)} ETH above 32 that nobody asked for in the last seven days, not ${gweiToEther(asked)}. Ask for at most that.`,
    )
  }
}

export class AskedLatelyError extends CairnError {
  override name = 'AskedLatelyError'
  readonly until: Date
  constructor(
    readonly pubkeyRoot: Hex,
    until: bigint,
  ) {
    super(
      `A part of validator ${pubkeyRoot} was asked for lately. Ask for the whole from ${toDate(until).toISOString()} on.`,
    )
    this.until = toDate(until)
  }
}

export class NotInFlightError extends CairnError {
  override name = 'NotInFlightError'
  constructor(readonly pubkeyRoot: Hex) {
    super(`No deposit to validator ${pubkeyRoot} is on its way. There is nothing to write off.`)
  }
}

export class NotWantedError extends CairnError {
  override name = 'NotWantedError'
  constructor(
    /** wei that the delegator has queued, and neither has nor asked for */
    readonly wanted: bigint,
    /** wei */
    readonly asked: bigint,
  ) {
    super(
      `The delegator needs ${formatEther(wanted)} ETH more of its validators, and this asks for ${formatEther(asked)}. Ask for a part, and no more than that.`,
    )
  }
}

export class WrongCredentialsError extends CairnError {
  override name = 'WrongCredentialsError'
  constructor(
    readonly pubkeyRoot: Hex | undefined,
    readonly credentials: Hex,
  ) {
    super(
      `The validator withdraws to ${credentials}, which isn't where it has to. Its operator has to deposit again, with the right credentials and another key.`,
    )
  }
}
