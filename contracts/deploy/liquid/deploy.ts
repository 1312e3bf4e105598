import type { Abi, Address, PublicClient } from 'viem'
import {
  firstLossAbi,
  nativeStakeAbi,
  rateFeedAbi,
  redeemQueueAbi,
  restakedEtherAbi,
  rewardAuctionAbi,
  riskPolicyAbi,
  spreadAbi,
  tipsAbi,
} from '../../abi/index.ts'
import { WiringError } from '../checkWiring.ts'
import { send } from '../send.ts'
import { type LiquidAddresses, type LiquidPlan, planLiquid } from './plan.ts'

/** Creates crETH over a restaking layer, and checks that it is wired as planned. */
export async function deployLiquid({
  publicClient,
  walletClient,
  parameters,
  under,
  onStep,
}: deployLiquid.Args): Promise<send.Sent & { addresses: LiquidAddresses }> {
  const chainId = await publicClient.getChainId()
  if (chainId !== parameters.chainId)
    throw new Error(
      `The parameters are for chain ${parameters.chainId}; this endpoint serves chain ${chainId}.`,
    )
  const { address } = walletClient.account
  const nonce = await publicClient.getTransactionCount({ address })
  const plan = planLiquid({ deployer: address, nonce, parameters, under })
  const sent = await send(plan.steps, { publicClient, walletClient, onStep })

  await checkLiquidWiring(publicClient, plan)

  return { ...sent, addresses: plan.addresses }
}

export declare namespace deployLiquid {
  type Args = send.Edges & Pick<planLiquid.Args, 'parameters' | 'under'>
}

/** Reads back from the chain that a crETH is the one that was planned. */
export async function checkLiquidWiring(
  client: PublicClient,
  { addresses, holders }: Pick<LiquidPlan, 'addresses' | 'holders'>,
): Promise<void> {
  const { assets, delegators, ...core } = addresses
  const made: [string, Address][] = [
    ...Object.entries(core),
    ...assets.slice(1).map(({ symbol, adapter }): [string, Address] => [symbol, adapter]),
    ...delegators.map(({ delegator }, i): [string, Address] => [`delegator ${i}`, delegator]),
  ]
  for (const [name, address] of made)
    if ((await client.getCode({ address })) === undefined)
      throw new WiringError(`the code of ${name} at ${address}`, 'empty', 'there')

  const { vault, spread, firstLoss } = core
  const contracts = {
    vault: { address: vault, abi: restakedEtherAbi },
    spread: { address: spread, abi: spreadAbi },
    queue: { address: core.queue, abi: redeemQueueAbi },
    native: { address: core.native, abi: nativeStakeAbi },
    policy: { address: core.policy, abi: riskPolicyAbi },
    auction: { address: core.auction, abi: rewardAuctionAbi },
    firstLoss: { address: firstLoss, abi: firstLossAbi },
    tips: { address: core.tips, abi: tipsAbi },
    feed: { address: core.feed, abi: rateFeedAbi },
  } as const

  const facts: [contract: keyof typeof contracts, functionName: string, expected: unknown][] = [
    ['vault', 'spread', spread],
    ['vault', 'queue', core.queue],
    ['spread', 'vault', vault],
    ['spread', 'native', core.native],
    ['spread', 'tally', core.tally],
    ['spread', 'policy', core.policy],
    ['spread', 'auction', core.auction],
    ['spread', 'assetCount', assets.length],
    ['spread', 'delegatorCount', delegators.length],
    ['queue', 'vault', vault],
    ['queue', 'escrow', core.escrow],
    ['native', 'spread', spread],
    ['policy', 'spread', spread],
    ['auction', 'spread', spread],
    ['auction', 'starter', holders.starter],
    ['firstLoss', 'vault', vault],
    ['firstLoss', 'beneficiary', holders.beneficiary],
    ['firstLoss', 'tips', core.tips],
    ['tips', 'vault', vault],
    ['tips', 'spread', spread],
    ['tips', 'auction', core.auction],
    ['feed', 'vault', vault],
  ]
  for (const [contract, functionName, expected] of facts)
    same(`${contract}.${functionName}`, await read(contracts[contract], functionName), expected)
  const { treasury } = (await read(contracts.vault, 'parameters')) as { treasury: Address }
  same('the vault’s treasury', treasury, firstLoss)

  for (const [number, { symbol, strategy, adapter, token }] of assets.entries()) {
    const found = (await read(contracts.spread, 'assetAt', [
      BigInt(number),
    ])) as (typeof addresses.assets)[0]
    same(`${symbol}’s strategy`, found.strategy, strategy)
    same(`${symbol}’s adapter`, found.adapter, adapter)
    same(`${symbol}’s token`, found.token, token)
  }
  for (const [index, { delegator, operator }] of delegators.entries())
    same(
      `delegator ${index}`,
      ((await read(contracts.spread, 'delegatorAt', [BigInt(index)])) as unknown[]).slice(0, 2),
      [delegator, operator],
    )

  async function read(
    contract: { address: Address; abi: Abi },
    functionName: string,
    args: readonly unknown[] = [],
  ) {
    return client.readContract({ ...contract, functionName, args })
  }
}

function same(what: string, found: unknown, expected: unknown) {
  if (String(found).toLowerCase() !== String(expected).toLowerCase())
    throw new WiringError(what, found, expected)
}
