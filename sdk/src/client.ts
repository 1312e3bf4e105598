import type { Account, Address, Chain, Client, Transport } from 'viem'
import { parseAccount } from 'viem/accounts'
import { AccountMissingError } from './errors/client.ts'

/** Any viem client. Actions that send need an account: the client's own, or the `account` that they are given. */
export type CairnClient = Client<Transport, Chain | undefined, Account | undefined>

export type AccountArg = { account?: Account | Address | undefined }

/** Who sends, or whose things are looked at. */
export function accountOf(client: CairnClient, account?: Account | Address) {
  const found = account ?? client.account
  if (!found) throw new AccountMissingError()
  return parseAccount(found)
}
