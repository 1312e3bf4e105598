import { spreadAbi } from '@cairn/contracts/abi'
import {
  type Address,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  parseEventLogs,
  zeroAddress,
} from 'viem'
import { stake } from '../actions/stake.ts'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { approve } from '../internal/approve.ts'
import { deadlineOf, lessSlippage, type SlippageArgs } from '../internal/slippage.ts'
import { transact } from '../internal/transact.ts'
import { type AssetName, crETH, type LiquidArg, tokenNumber } from './deployment.ts'
import { quoteRestake } from './quoteRestake.ts'

/**
 * Deposits ether, WETH or a liquid staking token (approved first if it has to be) and mints crETH, at least what a quote says less
 * the slippage.
 *
 * Sends `depositETH` or `deposit` to the vault, or `deposit` of a token to the spread; reads what `quoteRestake` reads.
 *
 * @example
 * const { shares } = await restake(client, { deployment, amount: parseEther('1'), asset: 'csETH' })
 */
export async function restake(
  client: CairnClient,
  args: restake.Args,
): Promise<restake.ReturnType> {
  const { deployment, amount, asset = 'ETH', slippageBps } = args
  const account = accountOf(client, args.account)
  const receiver = args.receiver ?? account.address

  const minShares =
    args.minShares ??
    lessSlippage((await quoteRestake(client, { deployment, amount, asset })).shares, slippageBps)
  const deadline = await deadlineOf(client, args.deadline)

  if (asset === 'ETH' || asset === 'WETH') {
    const terms = { account, receiver, minShares, deadline }
    const { hash, shares } = await stake(client, {
      ...{ ...terms, deployment: crETH(deployment), assets: amount, asset },
    })
    return { hash, asset, amount, shares, receiver }
  }

  const number = tokenNumber(deployment, asset)
  const { vault, spread, assets } = deployment.liquid
  const { symbol, token } = assets[number]!
  await approve(client, { account, token, spender: spread, amount })
  const receipt = await transact(client, {
    account,
    to: spread,
    data: encodeFunctionData({
      abi: spreadAbi,
      functionName: 'deposit',
      args: [BigInt(number), amount, receiver, minShares, deadline],
    }),
  })

  const minted = parseEventLogs({ abi: erc20Abi, eventName: 'Transfer', logs: receipt.logs }).find(
    ({ address, args: { from } }) => isSame(address, vault) && from === zeroAddress,
  )
  const { transactionHash: hash } = receipt
  return { hash, asset: symbol, amount, shares: minted!.args.value, receiver }
}

function isSame(a: Address, b: Address): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

export declare namespace restake {
  type Args = LiquidArg &
    AccountArg &
    SlippageArgs & {
      /** wei of ether or WETH; units of a token */
      amount: bigint
      /** `ETH`, `WETH`, or a token by its symbol, number or address. Ether if left out. */
      asset?: AssetName | undefined
      /** Who gets the crETH. The account if left out. */
      receiver?: Address | undefined
      /** shares, 18 decimals. The quote less the slippage if left out. */
      minShares?: bigint | undefined
    }

  type ReturnType = {
    hash: Hex
    asset: string
    /** wei of ether or WETH; units of a token */
    amount: bigint
    /** shares of crETH minted, 18 decimals */
    shares: bigint
    receiver: Address
  }
}
