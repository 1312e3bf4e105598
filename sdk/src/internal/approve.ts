import { type Account, type Address, encodeFunctionData, erc20Abi } from 'viem'
import { readContract } from 'viem/actions'
import { accountOf, type CairnClient } from '../client.ts'
import { transact } from './transact.ts'

/** Lets `spender` take `amount` of the account's tokens. Sends nothing if it may already. */
export async function approve(client: CairnClient, args: approve.Args): Promise<void> {
  const { token, spender, amount } = args
  const account = accountOf(client, args.account)
  const allowance = await readContract(client, {
    address: token,
    abi: erc20Abi,
    functionName: 'allowance',
    args: [account.address, spender],
  })
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
