import { iStrategyManagerAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, erc20Abi, type Hex, parseEventLogs } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { RestakingArg } from './deployment.ts'
import type { OperatorSet } from './types.ts'

/**
 * Pays out what a slash took: to the redistribution recipient of the operator set, or to the burn address. Anyone may.
 *
 * Sends `clearBurnOrRedistributableShares` to the StrategyManager.
 *
 * @example
 * const { paid } = await clearSlashedShares(client, { deployment, operatorSet, slashId: 1n })
 */
export async function clearSlashedShares(
  client: CairnClient,
  args: clearSlashedShares.Args,
): Promise<clearSlashedShares.ReturnType> {
  const { deployment, account, operatorSet, slashId } = args
  const receipt = await transact(client, {
    account,
    to: deployment.strategyManager,
    data: encodeFunctionData({
      abi: iStrategyManagerAbi,
      functionName: 'clearBurnOrRedistributableShares',
      args: [operatorSet, slashId],
    }),
  })
  const transfers = parseEventLogs({ abi: erc20Abi, eventName: 'Transfer', logs: receipt.logs })
  return {
    hash: receipt.transactionHash,
    operatorSet,
    slashId,
    paid: transfers.map(({ address, args: { to, value } }) => ({
      token: address,
      to,
      amount: value,
    })),
  }
}

export declare namespace clearSlashedShares {
  type Args = RestakingArg<'strategyManager'> &
    AccountArg & {
      operatorSet: OperatorSet
      /** 1, 2, 3, … for each operator set */
      slashId: bigint
    }

  type ReturnType = {
    hash: Hex
    operatorSet: OperatorSet
    slashId: bigint
    /** units of each token, and who got them */
    paid: { token: Address; to: Address; amount: bigint }[]
  }
}
