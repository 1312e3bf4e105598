import type { Address, Hex } from 'viem'
import { CairnError, toDate } from './base.ts'

export class UnknownSetError extends CairnError {
  override name = 'UnknownSetError'
  constructor(
    readonly avs: Address,
    readonly operatorSetIds: readonly number[],
  ) {
    super(
      `The service has one operator set, and was asked for ${operatorSetIds.join(', ')} of ${avs}. Register for its own set alone.`,
    )
  }
}

export class TooManyMembersError extends CairnError {
  override name = 'TooManyMembersError'
  constructor(readonly maximum: bigint) {
    super(
      `All ${maximum} seats of the service are taken. Have somebody below its minimum stake evicted, and register then.`,
    )
  }
}

export class StakeBelowMinimumError extends CairnError {
  override name = 'StakeBelowMinimumError'
  constructor(
    readonly weight: bigint,
    readonly minimum: bigint,
  ) {
    super(
      `The operator's stake weighs ${weight} for this service, which asks for ${minimum}. Allocate more to its set, wait until the allocation is in effect, and register then.`,
    )
  }
}

export class StakeSufficesError extends CairnError {
  override name = 'StakeSufficesError'
  constructor(
    readonly operator: Address,
    readonly weight: bigint,
  ) {
    super(
      `Operator ${operator} keeps the stake that the service asks for (it weighs ${weight}), so it can't be evicted. Choose one that doesn't.`,
    )
  }
}

export class KeyNotProvenError extends CairnError {
  override name = 'KeyNotProvenError'
  constructor(readonly key: Address) {
    super(
      `The signature isn't ${key}'s over its registration for this operator. Sign it again with that key (\`signServiceKey\`).`,
    )
  }
}

export class KeyTakenError extends CairnError {
  override name = 'KeyTakenError'
  constructor(
    readonly key: Address,
    readonly operator: Address,
  ) {
    super(`Key ${key} is operator ${operator}'s for ever. Register another key.`)
  }
}

export class NotMemberError extends CairnError {
  override name = 'NotMemberError'
  constructor(readonly operator: Address) {
    super(`Operator ${operator} is no member of the service. Register it for the service's set.`)
  }
}

export class NoQuorumError extends CairnError {
  override name = 'NoQuorumError'
  constructor(
    readonly heard: bigint,
    readonly total: bigint,
  ) {
    super(
      `The signatures that count weigh ${heard} of ${total}, and two thirds are needed. Gather more of them.`,
    )
  }
}

export class NoConflictError extends CairnError {
  override name = 'NoConflictError'
  constructor() {
    super('Both statements are the same. Evidence is two different ones on one subject.')
  }
}

export class SignersDifferError extends CairnError {
  override name = 'SignersDifferError'
  constructor(
    readonly first: Address,
    readonly second: Address,
  ) {
    super(
      `The statements aren't of one operator: ${first} signed the first, ${second} the second (zero: nobody known). Show two of the same operator.`,
    )
  }
}

export class AlreadySlashedError extends CairnError {
  override name = 'AlreadySlashedError'
  constructor(
    readonly subject: Hex,
    readonly operator: Address,
  ) {
    super(`Operator ${operator} was slashed over this already: once for each subject.`)
  }
}

export class NotSlashableError extends CairnError {
  override name = 'NotSlashableError'
  constructor(readonly operator: Address) {
    super(
      `Operator ${operator} isn't in the set, and left it too long ago to be slashed. The evidence is too late.`,
    )
  }
}

export class NothingToSlashError extends CairnError {
  override name = 'NothingToSlashError'
  constructor(readonly operator: Address) {
    super(`Operator ${operator} has nothing allocated to the service, so there is nothing to take.`)
  }
}

export class DayNotOverError extends CairnError {
  override name = 'DayNotOverError'
  readonly readyAt: Date
  constructor(
    /** days since 1970, UTC */
    readonly day: bigint,
    readyAt: bigint,
  ) {
    super(
      `The rewards of ${toDay(day)} are paid once the day is over, from ${toDate(readyAt).toISOString()} on. Wait, or pay an earlier day.`,
    )
    this.readyAt = toDate(readyAt)
  }
}

export class AlreadyPaidError extends CairnError {
  override name = 'AlreadyPaidError'
  constructor(
    /** days since 1970, UTC */
    readonly day: bigint,
  ) {
    super(`The rewards of ${toDay(day)} were paid already. Pay another day.`)
  }
}

export class NothingEarnedError extends CairnError {
  override name = 'NothingEarnedError'
  constructor(
    /** days since 1970, UTC */
    readonly day: bigint,
  ) {
    super(`Nobody served on ${toDay(day)}, so nothing was earned. Pay another day.`)
  }
}

export class BudgetSpentError extends CairnError {
  override name = 'BudgetSpentError'
  constructor() {
    super('The service has spent all its budget. It pays no more.')
  }
}

export class RoundNotOpenError extends CairnError {
  override name = 'RoundNotOpenError'
  constructor(
    readonly round: bigint,
    readonly current: bigint,
  ) {
    super(`Round ${round} isn't open: a round is posted while it lasts. Sign round ${current}.`)
  }
}

export class AlreadyPostedError extends CairnError {
  override name = 'AlreadyPostedError'
  constructor(readonly round: bigint) {
    super(`Round ${round} was posted. Join it instead, to have reports counted.`)
  }
}

export class NotPostedError extends CairnError {
  override name = 'NotPostedError'
  constructor(readonly round: bigint) {
    super(`Round ${round} has no value. Read \`latest()\` for the newest that has one.`)
  }
}

export class NotAttestedError extends CairnError {
  override name = 'NotAttestedError'
  constructor(
    readonly sourceChainId: bigint,
    readonly blockNumber: bigint,
  ) {
    super(
      `Block ${blockNumber} of chain ${sourceChainId} has no attested root. Read \`latestOf\` for the newest that has one.`,
    )
  }
}

export class AlreadyAttestedError extends CairnError {
  override name = 'AlreadyAttestedError'
  constructor(
    readonly sourceChainId: bigint,
    readonly blockNumber: bigint,
  ) {
    super(
      `Block ${blockNumber} of chain ${sourceChainId} has its root already, and the first one stays. Attest another.`,
    )
  }
}

export class HeightsDifferError extends CairnError {
  override name = 'HeightsDifferError'
  constructor() {
    super('The attestations are of different blocks. Evidence is two roots for one block.')
  }
}

export class CheckpointNotOverdueError extends CairnError {
  override name = 'CheckpointNotOverdueError'
  readonly overdueAt: Date
  constructor(overdueAt: bigint) {
    super(
      `The pod's checkpoint isn't overdue: others may force one from ${toDate(overdueAt).toISOString()} on. Until then only its owner starts one.`,
    )
    this.overdueAt = toDate(overdueAt)
  }
}

function toDay(day: bigint): string {
  return toDate(day * 86_400n)
    .toISOString()
    .slice(0, 10)
}
