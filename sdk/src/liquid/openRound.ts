import { spreadAbi } from '@cairn/contracts/abi'
import { encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import { transact } from '../internal/transact.ts'
import type { LiquidArg } from './deployment.ts'

/**
 * Opens a round, when one is due: it ends when every delegator has been synced in it, and whoever is in the queue now can be filled
 * then. Anyone may.
 *
 * Sends `openRound` to the spread.
 *
 * @example
 * const { round } = await openRound(client, { deployment })
 */
export async function openRound(
  client: CairnClient,
  { deployment, account }: openRound.Args,
): Promise<openRound.ReturnType> {
  const receipt = await transact(client, {
    account,
    to: deployment.liquid.spread,
    data: encodeFunctionData({ abi: spreadAbi, functionName: 'openRound' }),
  })
  const [opened] = parseEventLogs({
    abi: spreadAbi,
    eventName: 'RoundOpened',
    logs: receipt.logs,
  })
  return { hash: receipt.transactionHash, ...opened!.args }
}

export declare namespace openRound {
  type Args = LiquidArg & AccountArg
  type ReturnType = {
    hash: Hex
    round: bigint
    /** seconds */
    openedAt: bigint
  }
}
