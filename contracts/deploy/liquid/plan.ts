import { type Address, getContractAddress, zeroAddress } from 'viem'
import {
  firstLossAbi,
  firstLossBytecode,
  iWETHAbi,
  nativeStakeAbi,
  nativeStakeBytecode,
  operatorDelegatorAbi,
  operatorDelegatorBytecode,
  rateFeedAbi,
  rateFeedBytecode,
  redeemQueueAbi,
  redeemQueueBytecode,
  restakedEtherAbi,
  restakedEtherBytecode,
  rETHAdapterAbi,
  rETHAdapterBytecode,
  rewardAuctionAbi,
  rewardAuctionBytecode,
  riskPolicyAbi,
  riskPolicyBytecode,
  spreadAbi,
  spreadBytecode,
  spreadLensAbi,
  spreadLensBytecode,
  stakedEtherAdapterAbi,
  stakedEtherAdapterBytecode,
  tallyAbi,
  tallyBytecode,
  tipsAbi,
  tipsBytecode,
  witnessAbi,
  witnessBytecode,
  wstETHAdapterAbi,
  wstETHAdapterBytecode,
} from '../../abi/index.ts'
import type { Addresses } from '../plan.ts'
import { beaconEther, type RestakingAddresses } from '../restaking/plan.ts'
import { resolveHolders } from '../schema.ts'
import { bigints, type Creation, type Step, toCall, toCreation } from '../step.ts'
import type { LiquidParameters } from './parameters.ts'

/** Where a crETH stands, and what it rests on. */
export type LiquidAddresses = {
  /** crETH: `RestakedEther` */
  vault: Address
  queue: Address
  escrow: Address
  feed: Address
  spread: Address
  native: Address
  tally: Address
  witness: Address
  policy: Address
  auction: Address
  firstLoss: Address
  /** Where keepers are paid. */
  tips: Address
  lens: Address
  /** By their numbers. Ether is the first, and has neither adapter nor token. */
  assets: { symbol: string; strategy: Address; adapter: Address; token: Address }[]
  /** By their indices. */
  delegators: { delegator: Address; operator: Address }[]
}

export type LiquidPlan = {
  deployer: Address
  parameters: LiquidParameters
  addresses: LiquidAddresses
  holders: Record<keyof LiquidParameters['holders'], Address>
  /** What it rests on. */
  under: planLiquid.Args['under']
  steps: Step[]
}

const order = [
  'tally',
  'witness',
  'delegator',
  'policy',
  'auction',
  'tips',
  'firstLoss',
  'native',
  'queue',
  'vault',
  'spread',
  'feed',
  'lens',
] as const
type Created = (typeof order)[number]

const adapters = {
  stakedEther: {
    contract: 'StakedEtherAdapter',
    abi: stakedEtherAdapterAbi,
    bytecode: stakedEtherAdapterBytecode,
  },
  wstETH: { contract: 'WstETHAdapter', abi: wstETHAdapterAbi, bytecode: wstETHAdapterBytecode },
  rETH: { contract: 'RETHAdapter', abi: rETHAdapterAbi, bytecode: rETHAdapterBytecode },
} as const

/**
 * Works out the deployment of crETH over a restaking layer, without sending or asking anything: vault, spread and policy refer
 * to one another, so each address is predicted from the deployer's nonce.
 */
export function planLiquid({ deployer, nonce, parameters, under }: planLiquid.Args): LiquidPlan {
  const holders = resolveHolders(parameters.holders, deployer)
  const { tokens, delegators } = parameters

  const atNonce = (offset: number) =>
    getContractAddress({ from: deployer, nonce: BigInt(nonce + offset) })
  const at = Object.fromEntries(
    order.map((name, index) => [name, atNonce(tokens.length + index)]),
  ) as Record<Created, Address>
  const ether = {
    symbol: 'ETH',
    strategy: beaconEther,
    adapter: zeroAddress,
    token: zeroAddress,
  }
  const assets = [
    ether,
    ...tokens.map(({ symbol, strategy, token }, index) => ({
      ...{ symbol, strategy, adapter: atNonce(index), token },
    })),
  ]

  const { deadShares, ...vaultParameters } = parameters.vault
  const { allowed, ...ceilings } = parameters.policy
  const creations: Record<Created, Creation> = {
    tally: {
      contract: 'Tally',
      abi: tallyAbi,
      bytecode: tallyBytecode,
      args: { delegation: under.delegationManager },
      words: 0n,
    },
    witness: {
      contract: 'Witness',
      abi: witnessAbi,
      bytecode: witnessBytecode,
      args: { layouts: under.layouts },
      words: 0n,
    },
    delegator: {
      contract: 'OperatorDelegator',
      abi: operatorDelegatorAbi,
      bytecode: operatorDelegatorBytecode,
      args: {
        spread: at.spread,
        native: at.native,
        delegation: under.delegationManager,
        rewards: under.rewardsCoordinator,
      },
      words: 0n,
    },
    policy: {
      contract: 'RiskPolicy',
      abi: riskPolicyAbi,
      bytecode: riskPolicyBytecode,
      args: {
        spread: at.spread,
        delegation: under.delegationManager,
        parameters: { ...bigints(ceilings), allowed },
      },
      words: 2n + 2n * BigInt(allowed.length),
    },
    auction: {
      contract: 'RewardAuction',
      abi: rewardAuctionAbi,
      bytecode: rewardAuctionBytecode,
      args: {
        parameters: {
          spread: at.spread,
          starter: holders.starter,
          ...bigints(parameters.auction),
        },
      },
      words: 0n,
    },
    tips: {
      contract: 'Tips',
      abi: tipsAbi,
      bytecode: tipsBytecode,
      args: { vault: at.vault, spread: at.spread, auction: at.auction },
      words: 0n,
    },
    firstLoss: {
      contract: 'FirstLoss',
      abi: firstLossAbi,
      bytecode: firstLossBytecode,
      args: {
        vault: at.vault,
        beneficiary: holders.beneficiary,
        tips: at.tips,
        ...bigints(parameters.firstLoss),
      },
      words: 0n,
    },
    native: {
      contract: 'NativeStake',
      abi: nativeStakeAbi,
      bytecode: nativeStakeBytecode,
      args: {
        spread: at.spread,
        witness: at.witness,
        depositContract: parameters.depositContract,
        pods: under.eigenPodManager,
      },
      words: 0n,
    },
    queue: {
      contract: 'RedeemQueue',
      abi: redeemQueueAbi,
      bytecode: redeemQueueBytecode,
      args: { vault: at.vault, weth: under.weth },
      words: 4n,
    },
    vault: {
      contract: 'RestakedEther',
      abi: restakedEtherAbi,
      bytecode: restakedEtherBytecode,
      args: {
        spread: at.spread,
        stampFor: BigInt(parameters.stampFor),
        parameters: {
          weth: under.weth,
          queue: at.queue,
          treasury: at.firstLoss,
          ...bigints(vaultParameters),
        },
      },
      value: deadShares,
      words: 8n,
    },
    spread: {
      contract: 'Spread',
      abi: spreadAbi,
      bytecode: spreadBytecode,
      args: {
        parameters: {
          vault: at.vault,
          delegation: under.delegationManager,
          rewardsCoordinator: under.rewardsCoordinator,
          native: at.native,
          tally: at.tally,
          implementation: at.delegator,
          policy: at.policy,
          auction: at.auction,
          ...bigints(parameters.spread),
          assets: assets.map(({ strategy, adapter }, number) => ({
            strategy,
            adapter,
            capWei: tokens[number - 1]?.capWei ?? 0n,
            haircutBps: BigInt(tokens[number - 1]?.haircutBps ?? 0),
            queues: tokens[number - 1]?.adapter === 'stakedEther',
          })),
          delegators: delegators.map(({ operator, weight }) => ({
            operator,
            weight: BigInt(weight),
          })),
        },
      },
      words: 2n,
      // A clone for each operator; and a contract whose code lists them, and the assets.
      extra: 150_000n + 85_000n * BigInt(delegators.length) + 45_000n * BigInt(assets.length),
    },
    feed: {
      contract: 'RateFeed',
      abi: rateFeedAbi,
      bytecode: rateFeedBytecode,
      args: { vault: at.vault, ...bigints(parameters.rateFeed) },
      words: 2n,
    },
    lens: {
      contract: 'SpreadLens',
      abi: spreadLensAbi,
      bytecode: spreadLensBytecode,
      args: { secondsPerBlock: BigInt(parameters.secondsPerBlock) },
      words: 0n,
    },
  }

  const atWeth = { to: under.weth, abi: iWETHAbi, gas: 100_000n }
  const steps = [
    ...tokens.map(({ adapter, token }, index) =>
      toCreation(atNonce(index), { ...adapters[adapter], args: { token }, words: 0n }),
    ),
    ...order.map((name) => toCreation(at[name], creations[name])),
    // As for csETH: a wei of WETH that stays, so that no depositor pays for the vault's first.
    toCall({ ...atWeth, what: 'WETH.deposit', functionName: 'deposit', args: {}, value: 1n }),
    toCall({
      ...atWeth,
      what: 'WETH.transfer',
      functionName: 'transfer',
      args: { to: at.vault, amount: 1n },
    }),
  ]

  const { delegator: _, ...addresses } = at
  return {
    deployer,
    parameters,
    holders,
    under,
    addresses: {
      ...addresses,
      // The queue creates it, as its first contract; and the spread, the delegators.
      escrow: getContractAddress({ from: at.queue, nonce: 1n }),
      assets,
      delegators: delegators.map(({ operator }, index) => ({
        delegator: getContractAddress({ from: at.spread, nonce: BigInt(index + 1) }),
        operator,
      })),
    },
    steps: steps.map((step, index) => ({ ...step, nonce: nonce + index })),
  }
}

export declare namespace planLiquid {
  type Args = {
    deployer: Address
    nonce: number
    parameters: LiquidParameters
    under: Pick<Addresses, 'weth' | 'layouts'> &
      Pick<RestakingAddresses, 'delegationManager' | 'rewardsCoordinator' | 'eigenPodManager'>
  }
}
