import { tipsAbi } from '@cairn/contracts/abi'
import { type Hex, parseEventLogs, type TransactionReceipt } from 'viem'
import type { AccountArg, CairnClient } from '../../client.ts'
import { transact } from '../../internal/transact.ts'
import type { LiquidArg } from '../deployment.ts'

/** What every duty returns. */
export type Done = {
  hash: Hex
  /** shares of crETH, 18 decimals, that the account was tipped */
  tip: bigint
}

/** Has `Tips` do a duty, which pays for what was of use. */
export async function asDuty(
  client: CairnClient,
  { deployment, account, data }: LiquidArg & AccountArg & { data: Hex },
): Promise<Done & { logs: TransactionReceipt['logs'] }> {
  const receipt = await transact(client, { account, to: deployment.liquid.tips, data })
  const [tipped] = parseEventLogs({ abi: tipsAbi, eventName: 'Tipped', logs: receipt.logs })
  return { hash: receipt.transactionHash, tip: tipped?.args.shares ?? 0n, logs: receipt.logs }
}
