import { stakedEtherAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import type { VaultArg } from '../deployment.ts'
import { deadlineOf, lessSlippage, type SlippageArgs } from '../internal/slippage.ts'
import { stamped } from '../internal/stamped.ts'
import { transact } from '../internal/transact.ts'
import { quoteRedeemInstant } from './quoteRedeemInstant.ts'

/**
 * Redeems csETH for ether at once, less the instant lane's fee. Of crETH, which pays only under a stamp, it is a second
 * transaction, after `check`, where there is no stamp.
 *
 * Sends `redeemInstant` to the vault (and `check` to the spread); reads what `quoteRedeemInstant` reads.
 *
 * @example
 * const { assets, fee } = await redeemInstant(client, { deployment, shares: parseEther('1') })
 */
export async function redeemInstant(
  client: CairnClient,
  args: redeemInstant.Args,
): Promise<redeemInstant.ReturnType> {
  const { deployment, shares } = args
  const account = accountOf(client, args.account)
  const owner = args.owner ?? account.address
  const receiver = args.receiver ?? owner

  const minAssets =
    args.minAssets ??
    lessSlippage(
      (await quoteRedeemInstant(client, { deployment, shares })).assets,
      args.slippageBps,
    )
  const deadline = await deadlineOf(client, args.deadline)
  const check = await stamped(client, { deployment, account })

  const receipt = await transact(client, {
    account,
    to: deployment.vault,
    data: encodeFunctionData({
      abi: stakedEtherAbi,
      functionName: 'redeemInstant',
      args: [shares, receiver, owner, minAssets, deadline],
    }),
  })

  const [redeemed] = parseEventLogs({
    abi: stakedEtherAbi,
    eventName: 'RedeemedInstant',
    logs: receipt.logs,
  })
  const { assets, fee } = redeemed!.args
  return { hash: receipt.transactionHash, check, shares, assets, fee, receiver }
}

export declare namespace redeemInstant {
  type Args = VaultArg<'vault' | 'lens' | 'spread'> &
    AccountArg &
    SlippageArgs & {
      /** shares, 18 decimals */
      shares: bigint
      /** Who gets the ether. The owner if left out. */
      receiver?: Address | undefined
      /** Whose csETH. The account's if left out; another's needs its allowance, or to be its operator. */
      owner?: Address | undefined
      /** wei, after the fee. The quote less the slippage if left out. */
      minAssets?: bigint | undefined
    }

  type ReturnType = {
    hash: Hex
    /** The transaction that stamped the block before, if one was needed. */
    check: Hex | undefined
    /** shares, 18 decimals */
    shares: bigint
    /** wei paid */
    assets: bigint
    /** wei kept by the vault, for those who stay */
    fee: bigint
    receiver: Address
  }
}
