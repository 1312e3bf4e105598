import { redeemQueueAbi, stakedEtherAbi } from '@cairn/contracts/abi'
import { rate, toAssetsDown } from '@cairn/spec'
import type { Address } from 'viem'
import { getBalance, multicall } from 'viem/actions'
import type { AssumeArg } from '../assumptions.ts'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import type { DeploymentArg } from '../deployment.ts'
import { type Exits, exitsOf, type QueueExit, ticketExitOf } from '../internal/exits.ts'
import { deployless } from '../internal/multicall.ts'
import { readPace } from '../internal/readPace.ts'
import { readState } from '../internal/readState.ts'
import { readTickets, type Ticket } from '../internal/tickets.ts'

/**
 * What an account has: csETH, tickets with what is filled of them and what is ahead, and what each way out would pay, and when.
 *
 * Reads the account's balances, the queue's `Transfer` events and positions, and what `quoteRedeem` reads.
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

  const state = await readState(client, { deployment })
  const [pace, tickets, ether, [shares, settled]] = await Promise.all([
    readPace(client, { deployment, state }),
    readTickets(client, { deployment, owner: account }),
    getBalance(client, { address: account }),
    multicall(client, {
      ...deployless,
      allowFailure: false,
      contracts: [
        {
          address: deployment.vault,
          abi: stakedEtherAbi,
          functionName: 'balanceOf',
          args: [account],
        },
        {
          address: deployment.queue,
          abi: redeemQueueAbi,
          functionName: 'settled',
          args: [account],
        },
      ],
    }),
  ])

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
    ether,
    shares,
    value: toAssetsDown(shares, assets, supply),
    tickets: inLine,
    settled: { shares: settled[0], assets: settled[1] },
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
