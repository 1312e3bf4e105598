import { iRewardsCoordinatorAbi, tipsAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, parseEventLogs } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import type { processClaim } from '../restaking/processClaim.ts'
import type { LiquidArg } from './deployment.ts'
import { asDuty, type Done } from './internal/asDuty.ts'

/**
 * Claims a delegator's rewards by proof, to the auction that sells them. Anyone may.
 *
 * Sends `claimRewards` to the tips, which pay for it.
 *
 * @example
 * const { claimed } = await claimRewards(client, { deployment, index: 0, claims: [claim] })
 */
export async function claimRewards(
  client: CairnClient,
  { deployment, account, index, claims }: claimRewards.Args,
): Promise<claimRewards.ReturnType> {
  const data = encodeFunctionData({
    abi: tipsAbi,
    functionName: 'claimRewards',
    args: [BigInt(index), claims],
  })
  const { logs, ...done } = await asDuty(client, { deployment, account, data })
  const claimed = parseEventLogs({
    abi: iRewardsCoordinatorAbi,
    eventName: 'RewardsClaimed',
    logs,
  })
  return {
    ...done,
    index,
    claimed: claimed.map(({ args }) => ({ token: args.token, units: args.claimedAmount })),
  }
}

export declare namespace claimRewards {
  type Args = LiquidArg &
    AccountArg & {
      /** of the delegator */
      index: number
      /** As the rewards engine serves them, for the delegator's address. */
      claims: readonly processClaim.Claim[]
    }

  type ReturnType = Done & {
    index: number
    /** What came to the auction. */
    claimed: { token: Address; units: bigint }[]
  }
}
