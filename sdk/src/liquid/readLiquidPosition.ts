import { spreadLensAbi } from '@cairn/contracts/abi'
import { rate, toAssetsDown } from '@cairn/spec'
import type { Address } from 'viem'
import { readContract } from 'viem/actions'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { readOwned } from '../internal/readState.ts'
import { findTickets, type Ticket, ticketsOf } from '../internal/tickets.ts'
import { crETH, type LiquidArg } from './deployment.ts'
import { secondsTo } from './internal/exitTimes.ts'
import { readExit } from './readExit.ts'

/**
 * What an account has of crETH: shares, tickets with what is filled of them and when the rest may be, and each door out.
 *
 * Finds its tickets in the queue's `Transfer` events; reads everything of it and of the vault at one block, and what `readExit` reads.
 *
 * @example
 * const { shares, value, tickets } = await readLiquidPosition(client, { deployment })
 */
export async function readLiquidPosition(
  client: CairnClient,
  args: readLiquidPosition.Args,
): Promise<readLiquidPosition.ReturnType> {
  const { deployment } = args
  const account = accountOf(client, args.account).address
  const vault = crETH(deployment)

  const ids = await findTickets(client, { deployment: vault, owner: account })
  const { state, owned } = await readOwned(client, { deployment: vault, owner: account, ids })
  const { shares } = owned
  const { assets, supply } = rate(state.money, state.parameters, state.now)
  const worth = (amount: bigint) => toAssetsDown(amount, assets, supply)
  const estimate = await readContract(client, {
    address: deployment.liquid.lens,
    abi: spreadLensAbi,
    functionName: 'estimateExit',
    args: [deployment.liquid.spread, 0n],
    blockNumber: state.blockNumber,
  })

  return {
    account,
    shares,
    value: worth(shares),
    tickets: ticketsOf(owned, ids).map((ticket) => ({
      ...ticket,
      pendingAssets: worth(ticket.pendingShares),
      expectedAt:
        ticket.pendingShares === 0n
          ? undefined
          : state.now + secondsTo(estimate, worth(ticket.ahead + ticket.pendingShares)),
    })),
    settled: { shares: owned.settledShares, assets: owned.settledAssets },
    exits: shares === 0n ? undefined : await readExit(client, { deployment, shares }),
    at: state.now,
  }
}

export declare namespace readLiquidPosition {
  type Args = LiquidArg & AccountArg

  type TicketInLine = Ticket & {
    /** wei that the pending shares are worth now */
    pendingAssets: bigint
    /** seconds: when they are estimated to be filled, if nothing else comes or goes; undefined if none is pending */
    expectedAt: bigint | undefined
  }

  type ReturnType = {
    account: Address
    /** shares of crETH, 18 decimals */
    shares: bigint
    /** wei that the shares are worth now */
    value: bigint
    tickets: TicketInLine[]
    /** What `settle` made claimable by ERC-7540's `redeem`: shares of 18 decimals, wei. */
    settled: { shares: bigint; assets: bigint }
    /** The doors out for all the shares; undefined if there are none. */
    exits: readExit.ReturnType | undefined
    /** seconds: the time that this is priced at */
    at: bigint
  }
}
