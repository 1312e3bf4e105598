import { spreadAbi } from '@cairn/contracts/abi'
import { encodeFunctionData, type Hex } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { LiquidArg } from './deployment.ts'

/**
 * Compares every live magnitude, slashing factor and rate with what is booked, and stamps the block: fills, the lane and leaving in
 * kind pay only under a stamp. Refused, naming what to sync, if something was slashed. Anyone may.
 *
 * Sends `check` to the spread.
 *
 * @example
 * const { blockNumber } = await check(client, { deployment })
 */
export async function check(
  client: CairnClient,
  { deployment, account }: check.Args,
): Promise<check.ReturnType> {
  const { transactionHash: hash, blockNumber } = await transact(client, {
    account,
    to: deployment.liquid.spread,
    data: encodeFunctionData({ abi: spreadAbi, functionName: 'check' }),
  })
  return { hash, blockNumber }
}

export declare namespace check {
  type Args = LiquidArg & AccountArg
  type ReturnType = {
    hash: Hex
    /** that is stamped */
    blockNumber: bigint
  }
}
