import { stakedEtherAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import type { VaultArg } from '../deployment.ts'
import { approve } from '../internal/approve.ts'
import { deadlineOf, lessSlippage, type SlippageArgs } from '../internal/slippage.ts'
import { transact } from '../internal/transact.ts'
import { quoteStake } from './quoteStake.ts'

/**
 * Deposits ether (or WETH, approved first if it has to be) and mints csETH, at least what a quote says less the slippage.
 *
 * Sends `depositETH` or `deposit` to the vault; reads what `quoteStake` reads.
 *
 * @example
 * const { shares } = await stake(client, { deployment, assets: parseEther('1') })
 */
export async function stake(client: CairnClient, args: stake.Args): Promise<stake.ReturnType> {
  const { deployment, assets, asset = 'ETH' } = args
  const { vault, weth } = deployment
  const account = accountOf(client, args.account)
  const receiver = args.receiver ?? account.address

  const minShares =
    args.minShares ??
    lessSlippage((await quoteStake(client, { deployment, assets })).shares, args.slippageBps)
  const deadline = await deadlineOf(client, args.deadline)

  if (asset === 'WETH')
    await approve(client, { account, token: weth, spender: vault, amount: assets })
  const receipt = await transact(client, {
    account,
    to: vault,
    ...(asset === 'ETH'
      ? {
          value: assets,
          data: encodeFunctionData({
            abi: stakedEtherAbi,
            functionName: 'depositETH',
            args: [receiver, minShares, deadline],
          }),
        }
      : {
          data: encodeFunctionData({
            abi: stakedEtherAbi,
            functionName: 'deposit',
            args: [assets, receiver, minShares, deadline],
          }),
        }),
  })

  const [deposited] = parseEventLogs({
    abi: stakedEtherAbi,
    eventName: 'Deposit',
    logs: receipt.logs,
  })
  return { hash: receipt.transactionHash, assets, shares: deposited!.args.shares, receiver }
}

export declare namespace stake {
  type Args = VaultArg<'vault' | 'lens' | 'weth'> &
    AccountArg &
    SlippageArgs & {
      /** wei */
      assets: bigint
      /** What is paid in. Ether if left out. */
      asset?: 'ETH' | 'WETH' | undefined
      /** Who gets the csETH. The account if left out. */
      receiver?: Address | undefined
      /** shares, 18 decimals. The quote less the slippage if left out. */
      minShares?: bigint | undefined
    }

  type ReturnType = {
    hash: Hex
    /** wei */
    assets: bigint
    /** shares minted, 18 decimals */
    shares: bigint
    receiver: Address
  }
}
