import { stakedEtherAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import type { VaultArg } from '../deployment.ts'
import { transact } from '../internal/transact.ts'

/**
 * Takes out, in WETH, what `settle` made claimable: ERC-7540's `redeem`.
 *
 * Sends `redeem` to the vault.
 *
 * @example
 * const { assets } = await redeemSettled(client, { deployment, shares })
 */
export async function redeemSettled(
  client: CairnClient,
  args: redeemSettled.Args,
): Promise<redeemSettled.ReturnType> {
  const { deployment, shares } = args
  const account = accountOf(client, args.account)
  const controller = args.controller ?? account.address
  const receiver = args.receiver ?? controller

  const receipt = await transact(client, {
    account,
    to: deployment.vault,
    data: encodeFunctionData({
      abi: stakedEtherAbi,
      functionName: 'redeem',
      args: [shares, receiver, controller],
    }),
  })

  const [withdrawn] = parseEventLogs({
    abi: stakedEtherAbi,
    eventName: 'Withdraw',
    logs: receipt.logs,
  })
  return { hash: receipt.transactionHash, shares, assets: withdrawn!.args.assets, receiver }
}

export declare namespace redeemSettled {
  type Args = VaultArg<'vault'> &
    AccountArg & {
      /** shares that were settled, 18 decimals */
      shares: bigint
      /** Who gets the WETH. The controller if left out. */
      receiver?: Address | undefined
      /** Whose settled balance. The account's if left out. */
      controller?: Address | undefined
    }

  type ReturnType = {
    hash: Hex
    /** shares, 18 decimals */
    shares: bigint
    /** wei of WETH */
    assets: bigint
    receiver: Address
  }
}
