import { iDelegationManagerAbi, restakedEtherAbi, stakedEtherAbi } from '@cairn/sdk/abi'
import type { Address, PublicClient } from 'viem'
import { type At, type LiquidAddresses, probe, spreadAbi } from '../chain/index.ts'
import { together } from '../chain/together.ts'

/** What never changes: whom the spread is spread over, and in what. */
export type Layout = {
  /** by number; 0 is beacon ether */
  assets: AssetLayout[]
  /** by index */
  delegators: { account: Address; operator: Address }[]
  /** blocks in which a queued withdrawal can still be slashed */
  withdrawalBlocks: bigint
  /** seconds from one round's opening to the next's */
  roundInterval: bigint
  /** blocks for which a stamp holds after its own */
  stampFor: bigint
}

export type AssetLayout = {
  strategy: Address
  adapter: Address
  token: Address
  /** the line in which its issuer pays ether for it, if the spread can stand in it */
  line: Address | undefined
}

export async function readLayout(
  client: PublicClient,
  addresses: LiquidAddresses,
  block: { number: bigint },
): Promise<Layout> {
  const at: At = { blockNumber: block.number }
  const spread = { address: addresses.spread, abi: spreadAbi } as const
  const [assetCount, delegatorCount, withdrawalBlocks, stampFor, roundInterval] =
    await client.multicall({
      contracts: [
        { ...spread, functionName: 'assetCount' },
        { ...spread, functionName: 'delegatorCount' },
        {
          address: addresses.delegationManager,
          abi: iDelegationManagerAbi,
          functionName: 'minWithdrawalDelayBlocks',
        },
        { address: addresses.vault, abi: restakedEtherAbi, functionName: 'stampFor' },
        { ...spread, functionName: 'roundInterval' },
      ],
      ...together(client, at),
    })
  const assets = await client.multicall({
    contracts: upTo(assetCount).map(
      (asset) => ({ ...spread, functionName: 'assetAt', args: [asset] }) as const,
    ),
    ...together(client, at),
  })
  const delegators = await client.multicall({
    contracts: upTo(delegatorCount).map(
      (index) => ({ ...spread, functionName: 'delegatorAt', args: [index] }) as const,
    ),
    ...together(client, at),
  })

  return {
    assets: await Promise.all(
      assets.map(async ({ strategy, adapter, token }, asset) => {
        const line = asset === 0 ? undefined : await lineOf(token, BigInt(asset))
        return { strategy, adapter, token, line }
      }),
    ),
    delegators: delegators.map(([account, operator]) => ({ account, operator })),
    withdrawalBlocks: BigInt(withdrawalBlocks),
    stampFor,
    roundInterval,
  }

  async function lineOf(token: Address, asset: bigint): Promise<Address | undefined> {
    const call = { ...spread, functionName: 'unwind', args: [asset] } as const
    const objection = await probe(client, { ...call, blockNumber: block.number })
    if (objection?.error === 'NoQueue') return undefined
    return client.readContract({
      address: token,
      abi: stakedEtherAbi,
      functionName: 'queue',
      ...at,
    })
  }
}

export const upTo = (count: bigint) => Array.from({ length: Number(count) }, (_, i) => BigInt(i))
