import { rewardAuctionAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import { readContract } from 'viem/actions'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { NothingForSaleError } from '../errors/liquid.ts'
import { transact } from '../internal/transact.ts'
import type { LiquidArg } from './deployment.ts'
import { readAuction } from './readAuction.ts'

/**
 * Buys reward tokens of the open lot for ether, at the price of then, which only falls. The ether is crETH's, and vests.
 *
 * Reads the auction; sends `buy` to it, with what the units cost now: what is too much comes back.
 *
 * @example
 * const { units, cost } = await buyLot(client, { deployment, token })
 */
export async function buyLot(client: CairnClient, args: buyLot.Args): Promise<buyLot.ReturnType> {
  const { deployment, token, minUnits = 0n } = args
  const account = accountOf(client, args.account)
  const receiver = args.receiver ?? account.address
  const lot = await readAuction(client, { deployment, token })
  if (lot.price === undefined) throw new NothingForSaleError(token)
  const units = args.units === undefined || args.units > lot.units ? lot.units : args.units
  const auction = { address: deployment.liquid.auction, abi: rewardAuctionAbi } as const
  const value = await readContract(client, {
    ...auction,
    functionName: 'quote',
    args: [token, units],
  })

  const receipt = await transact(client, {
    account,
    to: auction.address,
    value,
    data: encodeFunctionData({
      abi: rewardAuctionAbi,
      functionName: 'buy',
      args: [token, units, minUnits, receiver],
    }),
  })
  const [sold] = parseEventLogs({ abi: rewardAuctionAbi, eventName: 'Sold', logs: receipt.logs })
  const { units: bought, assets: cost } = sold!.args
  return { hash: receipt.transactionHash, token, units: bought, cost, receiver }
}

export declare namespace buyLot {
  type Args = LiquidArg &
    AccountArg & {
      token: Address
      /** All of the lot if left out. */
      units?: bigint | undefined
      /** Refused if fewer are left by then. 0 if left out. */
      minUnits?: bigint | undefined
      /** Who gets the tokens. The account if left out. */
      receiver?: Address | undefined
    }

  type ReturnType = {
    hash: Hex
    token: Address
    units: bigint
    /** wei */
    cost: bigint
    receiver: Address
  }
}
