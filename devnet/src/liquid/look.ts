import { pubkeyRoot } from '@cairn/beacon'
import {
  allocationManagerAbi,
  iEigenPodAbi,
  iEigenPodManagerAbi,
  iDelegationManagerAbi,
  nativeStakeAbi,
  redeemQueueAbi,
  restakedEtherAbi,
  riskPolicyAbi,
  spreadAbi,
  stakedEtherAbi,
} from '@cairn/contracts/abi'
import { type Money, type Parameters, rate as rateAt, toAssetsDown } from '@cairn/spec'
import { type Address, erc20Abi, type Hex } from 'viem'
import type { LiquidWorld } from './scenarios/scenario.ts'

const gwei = 10n ** 9n

export type Rate = { assets: bigint; supply: bigint }

/** What the demo reads of crETH and of what is below it, number by number. */
export function createLook(world: LiquidWorld) {
  const { publicClient, addresses: cairn, beacon } = world
  const { addresses } = world.liquid
  const layer = world.restaking!.addresses
  const vault = { address: addresses.vault, abi: restakedEtherAbi } as const
  const spread = { address: addresses.spread, abi: spreadAbi } as const
  const delegation = { address: layer.delegationManager, abi: iDelegationManagerAbi } as const
  const of = (index: number) => addresses.delegators[index]!

  async function money(blockNumber?: bigint): Promise<Money> {
    const snapshot = await publicClient.readContract({
      ...vault,
      functionName: 'snapshot',
      blockNumber,
    })
    return { ...snapshot, backingAtOpen: 0n, outsideAtOpen: 0n, eligibleAtOpen: 0n }
  }

  async function rateOf(
    abi: { address: Address; abi: typeof stakedEtherAbi },
    blockNumber?: bigint,
  ) {
    const [assets, supply] = await publicClient.readContract({
      ...abi,
      functionName: 'rate',
      blockNumber,
    })
    return { assets, supply } satisfies Rate
  }

  async function pod(index: number) {
    const address = await publicClient.readContract({
      address: layer.eigenPodManager,
      abi: iEigenPodManagerAbi,
      functionName: 'getPod',
      args: [of(index).delegator],
    })
    return { address, abi: iEigenPodAbi } as const
  }

  return {
    money,
    pod,
    vault,
    spread,
    delegation,
    policy: { address: addresses.policy, abi: riskPolicyAbi } as const,

    /** Of crETH, now or at the end of a block. */
    rate: (blockNumber?: bigint) =>
      rateOf({ address: addresses.vault, abi: stakedEtherAbi }, blockNumber),

    /** wei that `units` of csETH are worth by its own rate. */
    async worthOfCsETH(units: bigint, blockNumber?: bigint) {
      const rate = await rateOf({ address: cairn.vault, abi: stakedEtherAbi }, blockNumber)
      return toAssetsDown(units, rate.assets, rate.supply)
    },

    /** The vault as it was before a transaction's block, and the rate that the block's time makes of it. */
    async around(hash: Hex) {
      const { blockNumber } = await publicClient.getTransactionReceipt({ hash })
      const { timestamp: at } = await publicClient.getBlock({ blockNumber })
      const parameters = (await publicClient.readContract({
        ...vault,
        functionName: 'parameters',
      })) satisfies Parameters
      const then = await money(blockNumber - 1n)
      return { blockNumber, at, parameters, money: then, rate: rateAt(then, parameters, at) }
    },

    holdingOf: (index: number, asset: bigint) =>
      publicClient.readContract({
        ...spread,
        functionName: 'holdingOf',
        args: [BigInt(index), asset],
      }),

    assetAt: (asset: bigint, blockNumber?: bigint) =>
      publicClient.readContract({ ...spread, functionName: 'assetAt', args: [asset], blockNumber }),

    roomFor: (index: number, asset: bigint) =>
      publicClient.readContract({
        ...spread,
        functionName: 'roomFor',
        args: [BigInt(index), asset],
      }),

    routable: (asset: bigint) =>
      publicClient.readContract({ ...spread, functionName: 'routable', args: [asset] }),

    inFlight: (index: number) =>
      publicClient.readContract({
        address: addresses.native,
        abi: nativeStakeAbi,
        functionName: 'inFlight',
        args: [BigInt(index)],
      }),

    needed: (index: number) =>
      publicClient.readContract({
        address: addresses.native,
        abi: nativeStakeAbi,
        functionName: 'needed',
        args: [BigInt(index)],
      }),

    balanceOf: (token: Address, owner: Address, blockNumber?: bigint) =>
      publicClient.readContract({
        address: token,
        abi: erc20Abi,
        functionName: 'balanceOf',
        args: [owner],
        blockNumber,
      }),

    magnitudeOf: (operator: Address, strategy: Address, blockNumber?: bigint) =>
      publicClient.readContract({
        address: layer.allocationManager,
        abi: allocationManagerAbi,
        functionName: 'getMaxMagnitude',
        args: [operator, strategy],
        blockNumber,
      }),

    /** What the layer's formula takes a delegator's worth from, but for the factor. */
    async stakeOf(index: number, strategy: Address) {
      const staker = of(index).delegator
      const [[, [deposited]], scaling] = await Promise.all([
        publicClient.readContract({
          ...delegation,
          functionName: 'getWithdrawableShares',
          args: [staker, [strategy]],
        }),
        publicClient.readContract({
          ...delegation,
          functionName: 'depositScalingFactor',
          args: [staker, strategy],
        }),
      ])
      return { deposited: deposited!, scaling }
    },

    slashingFactorOf: (index: number) =>
      publicClient.readContract({
        address: layer.eigenPodManager,
        abi: iEigenPodManagerAbi,
        functionName: 'beaconChainSlashingFactor',
        args: [of(index).delegator],
      }),

    /** wei that a validator had when its pod last proved it. */
    async proven(index: number, pubkey: Hex) {
      const { restakedBalanceGwei } = await publicClient.readContract({
        ...(await pod(index)),
        functionName: 'validatorPubkeyHashToInfo',
        args: [pubkeyRoot(pubkey)],
      })
      return restakedBalanceGwei * gwei
    },

    /** wei that a pod can pay. */
    async idleOf(index: number) {
      const withdrawable = await publicClient.readContract({
        ...(await pod(index)),
        functionName: 'withdrawableRestakedExecutionLayerGwei',
      })
      return withdrawable * gwei
    },

    ticketOfCsETH: (id: bigint) =>
      publicClient.readContract({
        address: cairn.queue,
        abi: redeemQueueAbi,
        functionName: 'position',
        args: [id],
      }),

    /** What is queued for a delegator, with what it would pay now. */
    async queueOf(index: number) {
      const [withdrawals, shares] = await publicClient.readContract({
        ...delegation,
        functionName: 'getQueuedWithdrawals',
        args: [of(index).delegator],
      })
      const delay = await publicClient.readContract({
        ...delegation,
        functionName: 'minWithdrawalDelayBlocks',
      })
      const head = await publicClient.getBlockNumber()
      return withdrawals.map((withdrawal, i) => ({
        withdrawal,
        asset: addresses.assets.findIndex(
          ({ strategy }) => strategy.toLowerCase() === withdrawal.strategies[0]!.toLowerCase(),
        ),
        shares: shares[i]![0]!,
        /** the first block in which it can be completed */
        readyAt: BigInt(withdrawal.startBlock + delay + 1),
        ready: head >= BigInt(withdrawal.startBlock + delay + 1),
      }))
    },

    balanceOnBeacon(pubkey: Hex) {
      const state = beacon.headState
      const index = state.indexOf(pubkey)
      return index === undefined ? 0n : state.validator(index).balance * gwei
    },
  }
}
