import { rate, toAssetsDown } from '@cairn/spec'
import type { Address } from 'viem'
import type { AssumeArg } from '../assumptions.ts'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import type { DeploymentArg } from '../deployment.ts'
import { type Exits, exitsOf, type QueueExit, ticketExitOf } from '../internal/exits.ts'
import { readPace } from '../internal/readPace.ts'
import { readOwnerState } from '../internal/readState.ts'
import { findTickets, type Ticket, ticketsOf } from '../internal/tickets.ts'

/**
 * What an account has: csETH, tickets with what is filled of them and what is ahead, and what each way out would pay, and when.
 *
 * Finds its tickets in the queue's `Transfer` events; reads everything of it and of the vault at one block, and what
 * `quoteRedeem` reads.
 *
 * @example
 * const { shares, value, tickets } = await readPosition(client, { deployment })
 */
export async function readPosition(
  client: CairnClient,
  args: readPosition.Args,
): Promise<readPosition.ReturnType> {
  const { deployment, assume } = args
  const account = accountOf(client, args.account).address

  const ids = await findTickets(client, { deployment, owner: account })
  const { state, owned } = await readOwnerState(client, { deployment, owner: account, ids })
  const pace = await readPace(client, { deployment, state })
  const tickets = ticketsOf(owned, ids)
  const { shares } = owned

  const { assets, supply } = rate(state.money, state.parameters, state.now)
  const inLine = tickets.map((ticket) => ({
    ...ticket,
    pendingAssets: toAssetsDown(ticket.pendingShares, assets, supply),
    exit:
      ticket.pendingShares === 0n
        ? undefined
        : ticketExitOf({
            state,
            pace,
            assume,
            shares: ticket.pendingShares,
            ahead: ticket.ahead,
          }),
  }))

  return {
    account,
    ether: owned.etherBalance,
    weth: owned.wethBalance,
    shares,
    value: toAssetsDown(shares, assets, supply),
    tickets: inLine,
    settled: { shares: owned.settledShares, assets: owned.settledAssets },
    exits:
      shares === 0n
        ? undefined
        : exitsOf({ state, pace, assume, shares, ahead: state.tail - state.filled }),
    at: state.now,
  }
}

export declare namespace readPosition {
  type Args = DeploymentArg & AccountArg & AssumeArg

  type TicketInLine = Ticket & {
    /** wei that the pending shares are worth now */
    pendingAssets: bigint
    /** When and for how much the pending shares are estimated to be filled; undefined if none is pending. */
    exit: QueueExit | undefined
  }

  type ReturnType = {
    account: Address
    /** wei of the account */
    ether: bigint
    /** wei of WETH */
    weth: bigint
    /** shares, 18 decimals */
    shares: bigint
    /** wei that the shares are worth now */
    value: bigint
    tickets: TicketInLine[]
    /** What `settle` made claimable by ERC-7540's `redeem`: shares of 18 decimals, wei. */
    settled: { shares: bigint; assets: bigint }
    /** The ways out for all the shares; undefined if there are none. */
    exits: Exits | undefined
    /** seconds: the time that this is priced at */
    at: bigint
  }
}
