import { type Address, type Client, erc20Abi } from 'viem'
import { readContract } from 'viem/actions'
import { formatToken } from './format/amount.ts'

export type Token = { symbol: string; decimals: number }

/** What a token calls itself, and its decimals; ether where there is none. */
export async function readToken(client: Client, token: Address | undefined): Promise<Token> {
  if (token === undefined) return { symbol: 'ETH', decimals: 18 }
  const erc20 = { address: token, abi: erc20Abi } as const
  const [symbol, decimals] = await Promise.all([
    readContract(client, { ...erc20, functionName: 'symbol' }),
    readContract(client, { ...erc20, functionName: 'decimals' }),
  ])
  return { symbol, decimals }
}

/** Amounts in tokens, each read once. */
export async function readTokens(client: Client, tokens: readonly (Address | undefined)[]) {
  const distinct = [...new Set(tokens)]
  const read = await Promise.all(distinct.map((token) => readToken(client, token)))
  const known = new Map(distinct.map((token, i) => [token, read[i]!]))
  return (amount: bigint, token: Address | undefined) => formatToken(amount, known.get(token)!)
}
