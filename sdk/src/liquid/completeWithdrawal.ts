import { spreadAbi, tipsAbi } from '@cairn/contracts/abi'
import { encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import { WithdrawalNotReadyError } from '../errors/client.ts'
import { WithdrawalNotQueuedError } from '../errors/restaking/index.ts'
import { readQueue } from '../restaking/internal/readQueue.ts'
import type { LiquidArg } from './deployment.ts'
import { asDuty, type Done } from './internal/asDuty.ts'

/**
 * Completes a delegator's withdrawal that is ready: ether goes to the vault, tokens wait in the spread; or as shares, where nobody
 * waits for ether and the policy has nothing against it. Anyone may.
 *
 * Reads the restaking layer's queue; sends `complete` to the tips, which pay for it.
 *
 * @example
 * const { units } = await completeWithdrawal(client, { deployment, index: 0, root })
 */
export async function completeWithdrawal(
  client: CairnClient,
  args: completeWithdrawal.Args,
): Promise<completeWithdrawal.ReturnType> {
  const { deployment, account, index, root, asTokens = true } = args
  const staker = deployment.liquid.delegators[index]!.delegator
  const { blocks, withdrawals } = await readQueue(client, {
    deployment: deployment.restaking,
    staker,
  })
  const found = withdrawals.find((it) => it.root === root)
  if (!found) throw new WithdrawalNotQueuedError()
  if (!found.ready)
    throw new WithdrawalNotReadyError(root, blocks.number, found.readyBlock, found.readyAt)

  const data = encodeFunctionData({
    abi: tipsAbi,
    functionName: 'complete',
    args: [BigInt(index), found.withdrawal, asTokens],
  })
  const { logs, ...done } = await asDuty(client, { deployment, account, data })
  const [completed] = parseEventLogs({ abi: spreadAbi, eventName: 'Completed', logs })
  const { asset, units } = completed!.args
  const { symbol } = deployment.liquid.assets[Number(asset)]!
  return { ...done, index, root, asset: symbol, units }
}

export declare namespace completeWithdrawal {
  type Args = LiquidArg &
    AccountArg & {
      /** of the delegator */
      index: number
      root: Hex
      /** Whether to pay out. If false the shares go back to the delegator's stake. True if left out. */
      asTokens?: boolean | undefined
    }

  type ReturnType = Done & {
    index: number
    root: Hex
    asset: string
    /** units of the asset that it paid; 0 as shares */
    units: bigint
  }
}
