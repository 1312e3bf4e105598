import { type Address, formatEther } from 'viem'
import { CairnError, toPlace } from './base.ts'

export class NotTicketOwnerError extends CairnError {
  override name = 'NotTicketOwnerError'
  constructor(
    readonly id: bigint,
    /** Who acted, or from whom it was to be taken. */
    readonly caller: Address,
  ) {
    super(
      `The ticket at ${toPlace(id)} isn't ${caller}'s (or was claimed already: what remains of it has a new id). Read the position for the tickets of today.`,
    )
  }
}

export class UnknownTicketError extends CairnError {
  override name = 'UnknownTicketError'
  constructor(readonly id: bigint) {
    super(
      `There is no ticket at ${toPlace(id)} (any more): what remains of one that was claimed has a new id. Read the position for the tickets of today.`,
    )
  }
}

export class NothingToClaimError extends CairnError {
  override name = 'NothingToClaimError'
  constructor(
    readonly id: bigint,
    /** shares, 18 decimals, before the ticket in the line */
    readonly ahead: bigint,
  ) {
    super(
      `Nothing of the ticket at ${toPlace(id)} is filled yet: ${formatEther(ahead)} shares are ahead of it in the line. Claim after the next fill.`,
    )
  }
}

export class ExceedsClaimableError extends CairnError {
  override name = 'ExceedsClaimableError'
  constructor(
    readonly amount: bigint,
    readonly claimable: bigint,
  ) {
    super(
      `${formatEther(claimable)} of the ${formatEther(amount)} asked for are settled. Take at most that, or settle more tickets first.`,
    )
  }
}

export class TooManyTicketsError extends CairnError {
  override name = 'TooManyTicketsError'
  constructor(
    readonly count: bigint,
    readonly maximum: bigint,
  ) {
    super(`At most ${maximum} tickets settle at once, not ${count}. Split them.`)
  }
}

export class PaymentFailedError extends CairnError {
  override name = 'PaymentFailedError'
  constructor(
    readonly receiver: Address,
    /** wei */
    readonly assets: bigint,
  ) {
    super(`${receiver} refused the ${formatEther(assets)} ETH. Name a receiver that accepts ether.`)
  }
}
