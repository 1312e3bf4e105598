import { type Account, type Address, encodeFunctionData, erc20Abi } from 'viem'
import { readContract } from 'viem/actions'
import { accountOf, type CairnClient } from '../client.ts'
import { InsufficientTokensError } from '../errors/client.ts'
import { transact } from './transact.ts'

/** Lets `spender` take `amount` of the account's tokens. Sends nothing if it may already; refuses if there aren't as many. */
export async function approve(client: CairnClient, args: approve.Args): Promise<void> {
  const { token, spender, amount } = args
  const account = accountOf(client, args.account)
  const { address: owner } = account
  const erc20 = { address: token, abi: erc20Abi } as const
  const [balance, allowance] = await Promise.all([
    readContract(client, { ...erc20, functionName: 'balanceOf', args: [owner] }),
    readContract(client, { ...erc20, functionName: 'allowance', args: [owner, spender] }),
  ])
  if (balance < amount) throw new InsufficientTokensError(owner, token, balance, amount)
  if (allowance >= amount) return

  const data = encodeFunctionData({
    abi: erc20Abi,
    functionName: 'approve',
    args: [spender, amount],
  })
  await transact(client, { account, to: token, data })
}

export declare namespace approve {
  type Args = {
    account?: Account | Address | undefined
    token: Address
    spender: Address
    amount: bigint
  }
}
