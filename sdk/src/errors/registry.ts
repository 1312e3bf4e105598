import { type Address, formatEther, type Hex } from 'viem'
import { CairnError, gweiToEther, toDate } from './base.ts'

export class NotDueError extends CairnError {
  override name = 'NotDueError'
  readonly dueAt: Date
  constructor(dueAt: bigint) {
    super(`The next checkpoint may be opened at ${toDate(dueAt).toISOString()}. Open it then.`)
    this.dueAt = toDate(dueAt)
  }
}

export class NoCheckpointOpenError extends CairnError {
  override name = 'NoCheckpointOpenError'
  constructor() {
    super('No checkpoint is open. Open one when it is due.')
  }
}

export class UnknownValidatorError extends CairnError {
  override name = 'UnknownValidatorError'
  constructor(readonly id: bigint) {
    super(`There is no validator ${id}. Read the validators for the ids that exist.`)
  }
}

export class UnexpectedStatusError extends CairnError {
  override name = 'UnexpectedStatusError'
  readonly status: 'none' | 'registered' | 'proven' | 'retired' | 'unknown'
  constructor(
    readonly pubkeyRoot: Hex,
    status: number,
  ) {
    const word =
      (['none', 'registered', 'proven', 'retired'] as const)[status] ?? ('unknown' as const)
    super(
      `The validator of pubkey root ${pubkeyRoot} is ${word === 'none' ? 'not registered' : word}, which doesn't allow this.`,
    )
    this.status = word
  }
}

export class PubkeyTakenError extends CairnError {
  override name = 'PubkeyTakenError'
  constructor(readonly pubkeyRoot: Hex) {
    super('A pubkey is registered once, for ever, and this one has been. Use a new key.')
  }
}

export class WrongPredepositError extends CairnError {
  override name = 'WrongPredepositError'
  constructor(
    /** wei */
    readonly value: bigint,
    /** wei */
    readonly required: bigint,
  ) {
    super(
      `A registration sends exactly ${formatEther(required)} ETH as its predeposit, not ${formatEther(value)}. Send that.`,
    )
  }
}

export class InvalidDepositSignatureError extends CairnError {
  override name = 'InvalidDepositSignatureError'
  constructor() {
    super(
      "The signature isn't the pubkey's over (pubkey, the registry's withdrawal credentials, 1 ETH). Sign the deposit message again, with this network's deposit domain.",
    )
  }
}

export class ValidatorExitingError extends CairnError {
  override name = 'ValidatorExitingError'
  constructor(readonly beaconIndex: bigint) {
    super(`Validator ${beaconIndex} of the beacon chain is exiting. Choose another.`)
  }
}

export class ValidatorSlashedError extends CairnError {
  override name = 'ValidatorSlashedError'
  constructor(readonly beaconIndex: bigint) {
    super(`Validator ${beaconIndex} of the beacon chain was slashed. Choose another.`)
  }
}

export class RootOutOfRangeError extends CairnError {
  override name = 'RootOutOfRangeError'
  readonly timestamp: Date
  readonly oldest: Date
  readonly newest: Date
  constructor(timestamp: bigint, oldest: bigint, newest: bigint) {
    super(
      `The proof is of the root at ${toDate(timestamp).toISOString()}; this needs one from ${toDate(oldest).toISOString()} to ${toDate(newest).toISOString()}. Prove against a root in that range.`,
    )
    this.timestamp = toDate(timestamp)
    this.oldest = toDate(oldest)
    this.newest = toDate(newest)
  }
}

export class UnknownLayoutError extends CairnError {
  override name = 'UnknownLayoutError'
  constructor(readonly slot: bigint) {
    super(
      `No layout is announced for the state of slot ${slot}, so nothing about it can be proven. The steward has to announce the fork's layout first.`,
    )
  }
}

export class DepositInFlightError extends CairnError {
  override name = 'DepositInFlightError'
  constructor(readonly id: bigint) {
    super(
      `Validator ${id} has a top-up on its way already. Wait until it is shown to have arrived, or choose another.`,
    )
  }
}

export class NoDepositInFlightError extends CairnError {
  override name = 'NoDepositInFlightError'
  constructor(readonly id: bigint) {
    super(`Validator ${id} has no top-up on its way. Read the flights for those that do.`)
  }
}

export class TooManyFlightsError extends CairnError {
  override name = 'TooManyFlightsError'
  constructor(readonly maximum: bigint) {
    super(`${maximum} top-ups are on their way already. Prove some of them arrived first.`)
  }
}

export class TopUpOutOfRangeError extends CairnError {
  override name = 'TopUpOutOfRangeError'
  constructor(
    /** gwei */
    readonly amount: bigint,
    /** gwei */
    readonly minimum: bigint,
    /** gwei */
    readonly maximum: bigint,
  ) {
    super(
      `This validator takes a top-up of ${gweiToEther(minimum)} to ${gweiToEther(maximum)} ETH, not ${gweiToEther(amount)}. Use an amount in that range.`,
    )
  }
}

export class ExceedsShortfallError extends CairnError {
  override name = 'ExceedsShortfallError'
  constructor(
    /** gwei */
    readonly amount: bigint,
    /** gwei */
    readonly shortfall: bigint,
  ) {
    super(
      shortfall === 0n
        ? 'Nothing is short: the queue and the lane are covered by idle ether and by withdrawals on their way. Only the curator may request a full exit now.'
        : `The vault is ${gweiToEther(shortfall)} ETH short of what the queue and the lane need, and ${gweiToEther(amount)} were asked for. Request at most that.`,
    )
  }
}

export class PartialFirstError extends CairnError {
  override name = 'PartialFirstError'
  constructor(
    /** gwei */
    readonly partialCapacity: bigint,
  ) {
    super(
      `Partial withdrawals can still bring ${gweiToEther(partialCapacity)} ETH, which is enough. Request an amount instead of a full exit.`,
    )
  }
}

export class WithdrawalOutOfRangeError extends CairnError {
  override name = 'WithdrawalOutOfRangeError'
  constructor(
    /** gwei */
    readonly amount: bigint,
    /** gwei */
    readonly maximum: bigint,
  ) {
    super(
      amount === 0n
        ? 'This validator has too little left to be asked to exit. Choose another.'
        : `At most ${gweiToEther(maximum)} ETH can be withdrawn from this validator in part, not ${gweiToEther(amount)}. Request another amount, or choose another validator.`,
    )
  }
}

export class FeeTooLowError extends CairnError {
  override name = 'FeeTooLowError'
  constructor(
    /** wei */
    readonly value: bigint,
    /** wei */
    readonly fee: bigint,
  ) {
    super(
      `A withdrawal request costs ${fee} wei in this block, and ${value} were sent. Send more; what is too much comes back.`,
    )
  }
}

export class NotCuratorError extends CairnError {
  override name = 'NotCuratorError'
  constructor(readonly caller: Address) {
    super(`${caller} isn't the registry's curator, and only the curator may do this.`)
  }
}
