import type { Hex } from 'viem'
import { CairnError } from './base.ts'

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
