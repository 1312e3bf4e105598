import type { Address, Hex } from 'viem'
import { CairnError, toDate } from './base.ts'

export class AccountMissingError extends CairnError {
  override name = 'AccountMissingError'
  constructor() {
    super('No account to act for. Give the client an account, or pass one as `account`.')
  }
}

export class InsufficientFundsError extends CairnError {
  override name = 'InsufficientFundsError'
  constructor(
    readonly account: string,
    options?: ErrorOptions,
  ) {
    super(
      `${account} hasn't the ether for this transaction and its gas. Send less, or fund the account first.`,
      options,
    )
  }
}

export class TransactionRevertedError extends CairnError {
  override name = 'TransactionRevertedError'
  constructor(readonly hash: Hex) {
    super(
      `Transaction ${hash} was mined, but reverted: the state changed under it. Quote again, and send it again.`,
    )
  }
}

export class PubkeyUnknownError extends CairnError {
  override name = 'PubkeyUnknownError'
  constructor(readonly id: bigint) {
    super(
      `The registration of validator ${id} wasn't found in the registry's events. Pass its \`pubkey\`, or a deployment with the \`fromBlock\` of the contracts.`,
    )
  }
}

export class ApprovalMissingError extends CairnError {
  override name = 'ApprovalMissingError'
  constructor(
    readonly operator: Address,
    readonly approver: Address,
  ) {
    super(
      `Operator ${operator} takes only whom ${approver} approves. Have it sign (\`signDelegationApproval\`), and pass what it signed as \`approval\`.`,
    )
  }
}

export class WithdrawalNotReadyError extends CairnError {
  override name = 'WithdrawalNotReadyError'
  readonly readyAt: Date
  constructor(
    readonly root: Hex,
    readonly blockNumber: bigint,
    /** The first block that it can be completed in. */
    readonly readyBlock: bigint,
    /** seconds, estimated */
    readyAt: bigint,
  ) {
    super(
      `Withdrawal ${root} can still be slashed: it is ready in ${readyBlock - blockNumber} blocks, at block ${readyBlock} (about ${toDate(readyAt).toISOString()}). Complete it then.`,
    )
    this.readyAt = toDate(readyAt)
  }
}

export class NothingReadyError extends CairnError {
  override name = 'NothingReadyError'
  constructor(
    readonly staker: Address,
    readonly queued: number,
  ) {
    super(
      queued === 0
        ? `${staker} has no withdrawal in the queue. Queue one first.`
        : `None of the ${queued} withdrawals of ${staker} is ready. Read the position for when they are.`,
    )
  }
}

export class NothingDepositedError extends CairnError {
  override name = 'NothingDepositedError'
  constructor(
    readonly staker: Address,
    readonly strategy: Address,
  ) {
    super(`${staker} has no deposit in strategy ${strategy}. Deposit, or choose another strategy.`)
  }
}

export class InsufficientTokensError extends CairnError {
  override name = 'InsufficientTokensError'
  constructor(
    readonly owner: Address,
    readonly token: Address,
    /** units of the token */
    readonly balance: bigint,
    /** units of the token */
    readonly needed: bigint,
  ) {
    super(
      `${owner} has ${balance} units of token ${token} of the ${needed} needed. Use at most what it has.`,
    )
  }
}

export class DomainUnknownError extends CairnError {
  override name = 'DomainUnknownError'
  constructor(readonly contract: Address) {
    super(
      `${contract} signs under another EIP-712 domain than this version of the restaking layer has. Sign its digest (\`calculateDelegationApprovalDigestHash\`) instead.`,
    )
  }
}

export class PodMissingError extends CairnError {
  override name = 'PodMissingError'
  constructor(
    readonly owner: Address,
    /** Where it would be. */
    readonly pod: Address,
  ) {
    super(`${owner} has no pod yet (it would be at ${pod}). Create it first.`)
  }
}
