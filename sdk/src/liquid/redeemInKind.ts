import { restakedEtherAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { deadlineOf, lessSlippage, type SlippageArgs } from '../internal/slippage.ts'
import { stamped } from '../internal/stamped.ts'
import { transact } from '../internal/transact.ts'
import { type AssetName, crETH, type LiquidArg, tokenNumber } from './deployment.ts'
import { quoteRedeemInKind } from './quoteRedeemInKind.ts'

/**
 * Redeems crETH for a liquid staking token that waits in the spread, at the instant lane's price. It is a second transaction, after
 * `check`, where there is no stamp.
 *
 * Sends `redeemInKind` to the vault (and `check` to the spread); reads what `quoteRedeemInKind` reads.
 *
 * @example
 * const { units } = await redeemInKind(client, { deployment, asset: 'csETH', shares: parseEther('1') })
 */
export async function redeemInKind(
  client: CairnClient,
  args: redeemInKind.Args,
): Promise<redeemInKind.ReturnType> {
  const { deployment, shares, slippageBps } = args
  const number = tokenNumber(deployment, args.asset)
  const account = accountOf(client, args.account)
  const owner = args.owner ?? account.address
  const receiver = args.receiver ?? owner

  const minUnits =
    args.minUnits ??
    lessSlippage(
      (await quoteRedeemInKind(client, { deployment, asset: number, shares })).units,
      slippageBps,
    )
  const deadline = await deadlineOf(client, args.deadline)
  const check = await stamped(client, { deployment: crETH(deployment), account })

  const receipt = await transact(client, {
    account,
    to: deployment.liquid.vault,
    data: encodeFunctionData({
      abi: restakedEtherAbi,
      functionName: 'redeemInKind',
      args: [BigInt(number), shares, receiver, owner, minUnits, deadline],
    }),
  })

  const [redeemed] = parseEventLogs({
    abi: restakedEtherAbi,
    eventName: 'RedeemedInKind',
    logs: receipt.logs,
  })
  const { units, assets, fee } = redeemed!.args
  const { symbol: asset } = deployment.liquid.assets[number]!
  return { hash: receipt.transactionHash, check, asset, shares, units, assets, fee, receiver }
}

export declare namespace redeemInKind {
  type Args = LiquidArg &
    AccountArg &
    SlippageArgs & {
      /** A token by its symbol, number or address. */
      asset: AssetName
      /** shares of crETH, 18 decimals */
      shares: bigint
      /** Who gets the tokens. The owner if left out. */
      receiver?: Address | undefined
      /** Whose crETH. The account's if left out; another's needs its allowance, or to be its operator. */
      owner?: Address | undefined
      /** units of the token, after the fee. The quote less the slippage if left out. */
      minUnits?: bigint | undefined
    }

  type ReturnType = {
    hash: Hex
    /** The transaction that stamped the block before, if one was needed. */
    check: Hex | undefined
    asset: string
    /** shares of crETH, 18 decimals */
    shares: bigint
    /** units of the token paid */
    units: bigint
    /** wei that they are worth */
    assets: bigint
    /** wei kept by the vault, for those who stay */
    fee: bigint
    receiver: Address
  }
}
