import { spreadAbi, tipsAbi } from '@cairn/contracts/abi'
import { encodeFunctionData, parseEventLogs } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import type { LiquidArg } from './deployment.ts'
import { asDuty, type Done } from './internal/asDuty.ts'

/**
 * Counts one delegator anew by the restaking layer's own views, and books what that changes: a loss at once, a gain to vest. The last one
 * of a round ends it. Anyone may.
 *
 * Sends `sync` to the tips, which pay for an answer to an open round.
 *
 * @example
 * const { units, finished } = await sync(client, { deployment, index: 0 })
 */
export async function sync(
  client: CairnClient,
  { deployment, account, index }: sync.Args,
): Promise<sync.ReturnType> {
  const data = encodeFunctionData({ abi: tipsAbi, functionName: 'sync', args: [BigInt(index)] })
  const { logs, ...done } = await asDuty(client, { deployment, account, data })
  const [synced] = parseEventLogs({ abi: spreadAbi, eventName: 'Synced', logs })
  const [finished] = parseEventLogs({ abi: spreadAbi, eventName: 'RoundFinished', logs })
  const booked = parseEventLogs({ abi: spreadAbi, eventName: 'Appraised', logs })
  return {
    ...done,
    index,
    units: [...synced!.args.units],
    delta: booked.reduce((sum, { args }) => sum + args.delta, 0n),
    finished: finished?.args.round,
  }
}

export declare namespace sync {
  type Args = LiquidArg &
    AccountArg & {
      /** of the delegator */
      index: number
    }

  type ReturnType = Done & {
    index: number
    /** By asset, what the delegator has. */
    units: bigint[]
    /** wei that were booked, of all assets */
    delta: bigint
    /** The round that this ended, if it did. */
    finished: bigint | undefined
  }
}
