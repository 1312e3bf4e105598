import { iDelegationManagerAbi } from '@cairn/contracts/abi'
import type { Address } from 'viem'
import { multicall } from 'viem/actions'
import type { CairnClient } from '../../client.ts'
import { deployless } from '../../internal/multicall.ts'
import type { RestakingArg } from '../deployment.ts'
import { type Blocks, readBlocks } from './blocks.ts'
import { type QueuedWithdrawal, withdrawalRoot } from './withdrawals.ts'

export type WaitingWithdrawal = QueuedWithdrawal & {
  /** The first block that it can be completed in. It can be slashed up to the block before. */
  readyBlock: bigint
  /** seconds: that block's time, estimated from the pace of the chain if it is to come */
  readyAt: bigint
  ready: boolean
}

/** What `staker` has in the queue, as of the block that is told along. */
export async function readQueue(
  client: CairnClient,
  { deployment, staker }: RestakingArg<'delegationManager'> & { staker: Address },
): Promise<{ blocks: Blocks; withdrawals: WaitingWithdrawal[] }> {
  const delegation = { address: deployment.delegationManager, abi: iDelegationManagerAbi } as const
  const blocks = await readBlocks(client)
  const [[withdrawals, shares], delay] = await multicall(client, {
    ...deployless,
    allowFailure: false,
    blockNumber: blocks.number,
    contracts: [
      { ...delegation, functionName: 'getQueuedWithdrawals', args: [staker] },
      { ...delegation, functionName: 'minWithdrawalDelayBlocks' },
    ],
  })

  return {
    blocks,
    withdrawals: withdrawals.map((withdrawal, i) => {
      const readyBlock = BigInt(withdrawal.startBlock + delay + 1)
      return {
        root: withdrawalRoot(withdrawal),
        withdrawal,
        shares: shares[i]!,
        readyBlock,
        readyAt: blocks.timeOf(readyBlock),
        ready: blocks.number >= readyBlock,
      }
    }),
  }
}
