import { iRewardsCoordinatorAbi } from '@cairn/contracts/abi'
import { type Address, type Hex, isAddressEqual, zeroAddress } from 'viem'
import { multicall } from 'viem/actions'
import { type AccountArg, accountOf, type CairnClient } from '../client.ts'
import { min } from '../internal/math.ts'
import { deployless } from '../internal/multicall.ts'
import type { RestakingArg } from './deployment.ts'
import { readBlocks } from './internal/blocks.ts'

/**
 * An earner's rewards as the chain knows them: what was claimed of each token, who may claim, and the roots that claims are proven
 * against. What is still to be claimed, only the rewards engine's trees know.
 *
 * Reads the RewardsCoordinator at one block.
 *
 * @example
 * const { claimed, roots } = await readRewards(client, { deployment, tokens: [token] })
 */
export async function readRewards(
  client: CairnClient,
  args: readRewards.Args,
): Promise<readRewards.ReturnType> {
  const { deployment, tokens = [] } = args
  const earner = args.earner ?? accountOf(client, args.account).address
  const blocks = await readBlocks(client)
  const at = { ...deployless, allowFailure: false, blockNumber: blocks.number } as const
  const rewards = { address: deployment.rewardsCoordinator, abi: iRewardsCoordinatorAbi } as const

  const [claimer, count, delay] = await multicall(client, {
    ...at,
    contracts: [
      { ...rewards, functionName: 'claimerFor', args: [earner] },
      { ...rewards, functionName: 'getDistributionRootsLength' },
      { ...rewards, functionName: 'activationDelay' },
    ],
  })
  const claimed = await multicall(client, {
    ...at,
    contracts: tokens.map(
      (token) =>
        ({ ...rewards, functionName: 'cumulativeClaimed', args: [earner, token] }) as const,
    ),
  })
  const newest = Array.from({ length: Number(min(count, shown)) }, (_, i) => count - 1n - BigInt(i))
  const roots = await multicall(client, {
    ...at,
    contracts: newest.map(
      (index) =>
        ({ ...rewards, functionName: 'getDistributionRootAtIndex', args: [index] }) as const,
    ),
  })

  return {
    earner,
    claimer: isAddressEqual(claimer, zeroAddress) ? earner : claimer,
    claimed: tokens.map((token, i) => ({ token, amount: claimed[i]! })),
    activationDelay: delay,
    roots: roots.map(({ root, rewardsCalculationEndTimestamp, activatedAt, disabled }, i) => ({
      index: Number(newest[i]!),
      root,
      until: BigInt(rewardsCalculationEndTimestamp),
      activatedAt: BigInt(activatedAt),
      claimable: !disabled && BigInt(activatedAt) <= blocks.now,
    })),
    blockNumber: blocks.number,
    at: blocks.now,
  }
}

// Claims are cumulative: only the newest roots matter.
const shown = 8n

export declare namespace readRewards {
  type Args = RestakingArg<'rewardsCoordinator'> &
    AccountArg & {
      /** The account if left out. */
      earner?: Address | undefined
      /** Which to look at. */
      tokens?: readonly Address[] | undefined
    }

  type ReturnType = {
    earner: Address
    /** Who may claim: the earner itself unless it named another. */
    claimer: Address
    /** units of each token, since ever */
    claimed: { token: Address; amount: bigint }[]
    /** seconds between a root and its being in force */
    activationDelay: number
    /** The newest first, at most eight. */
    roots: {
      index: number
      root: Hex
      /** seconds: up to when it counts */
      until: bigint
      /** seconds: from when it can be claimed by, unless it is disabled before */
      activatedAt: bigint
      claimable: boolean
    }[]
    blockNumber: bigint
    /** seconds: the time of that block */
    at: bigint
  }
}
