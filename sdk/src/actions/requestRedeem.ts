import { stakedEtherAbi } from '@cairn/contracts/abi'
import { toAssetsDown } from '@cairn/spec'
import { type Address, encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import { readContract } from 'viem/actions'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import type { VaultArg } from '../deployment.ts'
import { deadlineOf, lessSlippage, type SlippageArgs } from '../internal/slippage.ts'
import { transact } from '../internal/transact.ts'

/**
 * Puts csETH into the redemption queue, for a ticket. It is paid at the rate of its fill, and there is no cancel.
 *
 * Sends `requestRedeem` to the vault; reads its `rate`.
 *
 * @example
 * const { id } = await requestRedeem(client, { deployment, shares: parseEther('1') })
 */
export async function requestRedeem(
  client: CairnClient,
  args: requestRedeem.Args,
): Promise<requestRedeem.ReturnType> {
  const { deployment, shares } = args
  const account = accountOf(client, args.account)
  const owner = args.owner ?? account.address
  const controller = args.controller ?? owner

  const minAssets =
    args.minAssets ?? lessSlippage(await worth(client, { deployment, shares }), args.slippageBps)
  const deadline = await deadlineOf(client, args.deadline)

  const receipt = await transact(client, {
    account,
    to: deployment.vault,
    data: encodeFunctionData({
      abi: stakedEtherAbi,
      functionName: 'requestRedeem',
      args: [shares, controller, owner, minAssets, deadline],
    }),
  })

  const [requested] = parseEventLogs({
    abi: stakedEtherAbi,
    eventName: 'RedeemRequest',
    logs: receipt.logs,
  })
  return { hash: receipt.transactionHash, id: requested!.args.requestId, shares, controller }
}

async function worth(
  client: CairnClient,
  { deployment, shares }: VaultArg<'vault'> & { shares: bigint },
): Promise<bigint> {
  const [assets, supply] = await readContract(client, {
    address: deployment.vault,
    abi: stakedEtherAbi,
    functionName: 'rate',
  })
  return toAssetsDown(shares, assets, supply)
}

export declare namespace requestRedeem {
  type Args = VaultArg<'vault'> &
    AccountArg &
    SlippageArgs & {
      /** shares, 18 decimals */
      shares: bigint
      /** Who gets the ticket. The owner if left out. */
      controller?: Address | undefined
      /** Whose csETH. The account's if left out; another's needs its allowance, or to be its operator. */
      owner?: Address | undefined
      /** wei that the shares have to be worth when they join the queue. What they are worth now less the slippage if left out. */
      minAssets?: bigint | undefined
    }

  type ReturnType = {
    hash: Hex
    /** The ticket: its place in the line, in shares of 18 decimals. */
    id: bigint
    /** shares, 18 decimals */
    shares: bigint
    controller: Address
  }
}
