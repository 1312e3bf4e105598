import { erc20Abi, type PublicClient } from 'viem'
import { at, followLogs, type LiquidAddresses, rewardAuctionAbi, together } from '../chain/index.ts'
import type { Lot } from './planHarvest.ts'

/** Looks at what the auction sells: every token that was listed. */
export function lotReader(
  client: PublicClient,
  { auction }: Pick<LiquidAddresses, 'auction'>,
  fromBlock: bigint,
) {
  const contract = { address: auction, abi: rewardAuctionAbi } as const
  const listed = followLogs(client, { ...contract, eventName: ['Listed'], fromBlock })
  let duration: bigint | undefined

  return async function readLots(head: { number: bigint }): Promise<Lot[]> {
    const tokens = (await listed(head)).map(({ args }) => args.token)
    if (tokens.length === 0) return []
    duration ??= (await client.readContract({ ...contract, functionName: 'parameters' })).duration

    const [lots, balances] = await Promise.all([
      client.multicall({
        contracts: tokens.map(
          (token) => ({ ...contract, functionName: 'lotOf', args: [token] }) as const,
        ),
        ...together(client, at(head)),
      }),
      client.multicall({
        contracts: tokens.map(
          (address) =>
            ({ address, abi: erc20Abi, functionName: 'balanceOf', args: [auction] }) as const,
        ),
        ...together(client, at(head)),
      }),
    ])
    return tokens.map((token, i) => {
      const [unsold, basis, openedAt] = lots[i]!
      const endsAt = openedAt === 0n ? 0n : openedAt + duration!
      return { token, balance: balances[i]!, unsold, basis, endsAt }
    })
  }
}
