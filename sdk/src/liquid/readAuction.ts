import { rewardAuctionAbi } from '@cairn/contracts/abi'
import { type Address, erc20Abi } from 'viem'
import { getBlock, multicall } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import { deployless } from '../internal/multicall.ts'
import type { LiquidArg } from './deployment.ts'

/**
 * The auction of one reward token: what is for sale, at what price now, until when; and what waits for the next lot.
 *
 * Reads the auction and the token's balance there, at one block.
 *
 * @example
 * const { units, price, endsAt } = await readAuction(client, { deployment, token })
 */
export async function readAuction(
  client: CairnClient,
  { deployment, token }: readAuction.Args,
): Promise<readAuction.ReturnType> {
  const auction = { address: deployment.liquid.auction, abi: rewardAuctionAbi } as const
  const { number: blockNumber, timestamp } = await getBlock(client)
  const [lot, price, parameters, balance] = await multicall(client, {
    ...deployless,
    blockNumber,
    contracts: [
      { ...auction, functionName: 'lotOf', args: [token] },
      { ...auction, functionName: 'priceOf', args: [token] },
      { ...auction, functionName: 'parameters' },
      { address: token, abi: erc20Abi, functionName: 'balanceOf', args: [auction.address] },
    ],
  })
  if (lot.error) throw lot.error
  if (parameters.error) throw parameters.error
  if (balance.error) throw balance.error

  const [units, basis, openedAt] = lot.result
  return {
    token,
    units,
    basis,
    // Nothing is for sale where there is none: sold out, over, or never listed.
    price: price.result,
    openedAt,
    endsAt: openedAt === 0n ? 0n : openedAt + parameters.result.duration,
    waiting: balance.result - units,
    at: timestamp,
  }
}

export declare namespace readAuction {
  type Args = LiquidArg & { token: Address }

  type ReturnType = {
    token: Address
    /** units of the lot that aren't sold */
    units: bigint
    /** wei for 10¹⁸ units: what the price is a multiple of; 0 if the token was never listed */
    basis: bigint
    /** wei for 10¹⁸ units now; undefined if nothing is for sale */
    price: bigint | undefined
    /** seconds; 0 if there was no auction */
    openedAt: bigint
    /** seconds: the last one that something can be bought at; the next auction opens after it */
    endsAt: bigint
    /** units that wait for the next lot */
    waiting: bigint
    /** seconds: the time of the block that this was read at */
    at: bigint
  }
}
