import { pubkeyRoot } from '@cairn/beacon'
import {
  allocationManagerAbi,
  iDelegationManagerAbi,
  iEigenPodAbi,
  iEigenPodManagerAbi,
  nativeStakeAbi,
  redeemQueueAbi,
  restakedEtherAbi,
  riskPolicyAbi,
  spreadAbi,
  stakedEtherAbi,
} from '@cairn/contracts/abi'
import { beaconEtherStrategy } from '@cairn/sdk'
import { type Money, type Parameters, rate as rateAt, toAssetsDown } from '@cairn/spec'
import { type Address, erc20Abi, getAbiItem, type Hex, isAddressEqual } from 'viem'
import { accounts, type Name } from '../accounts.ts'
import { restakingOperators } from '../restaking/operators.ts'
import type { LiquidWorld } from './scenarios/scenario.ts'
import { validatorKey } from './validators.ts'

export type Rate = { assets: bigint; supply: bigint }

/** What the layer's formula takes a stake's worth from. */
export type Stake = { deposited: bigint; scaling: bigint; magnitude: bigint; factor: bigint }

const wad = 10n ** 18n
const gwei = 10n ** 9n
const ETH = 0n

/** What the demo reads of crETH, of what is below it and of the beacon chain, number by number. Wei. */
export function createLook(world: LiquidWorld) {
  const { publicClient, addresses: cairn, beacon } = world
  const { addresses, fromBlock } = world.liquid
  const layer = world.restaking!.addresses
  const vault = { address: addresses.vault, abi: restakedEtherAbi } as const
  const spread = { address: addresses.spread, abi: spreadAbi } as const
  const native = { address: addresses.native, abi: nativeStakeAbi } as const
  const policy = { address: addresses.policy, abi: riskPolicyAbi } as const
  const delegation = { address: layer.delegationManager, abi: iDelegationManagerAbi } as const
  const allocations = { address: layer.allocationManager, abi: allocationManagerAbi } as const
  const pods = { address: layer.eigenPodManager, abi: iEigenPodManagerAbi } as const
  const { readContract } = publicClient
  const delegatorOf = (index: number) => addresses.delegators[index]!
  const keyOf = (index: number) => validatorKey(restakingOperators[index]!.name, 0).pubkey

  // -- The vault -----------------------------------------------------------------------------------------------------

  async function money(blockNumber?: bigint): Promise<Money> {
    const snapshot = await readContract({ ...vault, functionName: 'snapshot', blockNumber })
    return { ...snapshot, backingAtOpen: 0n, outsideAtOpen: 0n, eligibleAtOpen: 0n }
  }

  async function rateOf(address: Address, blockNumber?: bigint): Promise<Rate> {
    const [assets, supply] = await readContract({
      address,
      abi: stakedEtherAbi,
      functionName: 'rate',
      blockNumber,
    })
    return { assets, supply }
  }

  /** The vault as it was before a transaction's block, and the rate that the block's time makes of it. */
  async function around(hash: Hex) {
    const { blockNumber, logs } = await publicClient.getTransactionReceipt({ hash })
    const { timestamp: at } = await publicClient.getBlock({ blockNumber })
    const parameters = (await readContract({
      ...vault,
      functionName: 'parameters',
    })) satisfies Parameters
    const then = await money(blockNumber - 1n)
    return { blockNumber, logs, at, parameters, money: then, rate: rateAt(then, parameters, at) }
  }

  const balanceOf = (token: Address, owner: Address, blockNumber?: bigint) =>
    readContract({
      address: token,
      abi: erc20Abi,
      functionName: 'balanceOf',
      args: [owner],
      blockNumber,
    })

  // -- The spread ----------------------------------------------------------------------------------------------------

  const tickets = () => readContract({ ...spread, functionName: 'tickets' })
  const assetAt = (asset: bigint) =>
    readContract({ ...spread, functionName: 'assetAt', args: [asset] })

  // -- Below it ------------------------------------------------------------------------------------------------------

  async function podOf(index: number) {
    const args = [delegatorOf(index).delegator] as const
    const address = await readContract({ ...pods, functionName: 'getPod', args })
    return { address, abi: iEigenPodAbi } as const
  }

  async function infoOf(index: number) {
    const args = [pubkeyRoot(keyOf(index))] as const
    return readContract({
      ...(await podOf(index)),
      functionName: 'validatorPubkeyHashToInfo',
      args,
    })
  }

  async function podBalance(index: number) {
    return publicClient.getBalance({ address: (await podOf(index)).address })
  }

  return {
    money,
    around,
    balanceOf,
    assetAt,
    podBalance,

    /** Of crETH, now or at the end of a block. */
    rate: (blockNumber?: bigint) => rateOf(addresses.vault, blockNumber),

    /** What `units` of csETH are worth by its own rate. */
    async worthOfCsETH(units: bigint, blockNumber?: bigint): Promise<bigint> {
      const { assets, supply } = await rateOf(cairn.vault, blockNumber)
      return toAssetsDown(units, assets, supply)
    },

    /** Shares that bear losses before anyone else's. */
    reserve: (blockNumber?: bigint) => balanceOf(addresses.vault, addresses.firstLoss, blockNumber),

    /** What the vault booked in some blocks. */
    bookings: (fromBlock: bigint, toBlock: bigint) =>
      publicClient.getLogs({
        address: addresses.vault,
        event: getAbiItem({ abi: restakedEtherAbi, name: 'Booked' }),
        fromBlock,
        toBlock,
      }),

    idle: () => readContract({ ...vault, functionName: 'idle' }),
    shortfall: () => readContract({ ...vault, functionName: 'shortfall' }),

    /** Shares in the line that aren't filled. */
    async pending() {
      const line = { address: addresses.queue, abi: redeemQueueAbi } as const
      const [tail, filled] = await Promise.all([
        readContract({ ...line, functionName: 'tail' }),
        readContract({ ...line, functionName: 'filled' }),
      ])
      return tail - filled
    },

    tickets,
    wanted: () => readContract({ ...spread, functionName: 'wanted' }),

    /** Seconds: of the newest round. */
    openedAt: async () =>
      Number((await readContract({ ...spread, functionName: 'round' })).openedAt),

    holdingOf: (index: number, asset: bigint) =>
      readContract({ ...spread, functionName: 'holdingOf', args: [BigInt(index), asset] }),

    assetsIn: (index: number, asset: bigint) =>
      readContract({ ...spread, functionName: 'assetsIn', args: [BigInt(index), asset] }),

    roomFor: (index: number, asset: bigint) =>
      readContract({ ...spread, functionName: 'roomFor', args: [BigInt(index), asset] }),

    routable: (asset: bigint) =>
      readContract({ ...spread, functionName: 'routable', args: [asset] }),

    /** The block of the newest booking of an asset. */
    async appraisedAt(asset: bigint) {
      const logs = await publicClient.getLogs({
        address: addresses.spread,
        event: getAbiItem({ abi: spreadAbi, name: 'Appraised' }),
        args: { asset },
        fromBlock,
        toBlock: 'latest',
      })
      return logs.at(-1)!.blockNumber
    },

    /** Whether nothing of a token is left but crumbs. */
    async isBack(asset: bigint) {
      const { units, waiting } = await assetAt(asset)
      return units + waiting < gwei && (await tickets()).length === 0
    },

    /** What csETH's line has paid. */
    async unwound() {
      const logs = await publicClient.getLogs({
        address: addresses.spread,
        event: getAbiItem({ abi: spreadAbi, name: 'Unwound' }),
        fromBlock,
        toBlock: 'latest',
        strict: true,
      })
      return logs.reduce((sum, { args }) => sum + args.assets, 0n)
    },

    ticketOfCsETH: (id: bigint) =>
      readContract({
        address: cairn.queue,
        abi: redeemQueueAbi,
        functionName: 'position',
        args: [id],
      }),

    inFlight: (index: number) =>
      readContract({ ...native, functionName: 'inFlight', args: [BigInt(index)] }),

    needed: (index: number) =>
      readContract({ ...native, functionName: 'needed', args: [BigInt(index)] }),

    excessOf: (index: number) =>
      readContract({ ...policy, functionName: 'excess', args: [BigInt(index)] }),

    admits: (index: number, asset: bigint) =>
      readContract({ ...policy, functionName: 'admits', args: [BigInt(index), asset, wad] }),

    async stakeOf(index: number, asset: bigint): Promise<Stake> {
      const { delegator, operator } = delegatorOf(index)
      const { strategy } = addresses.assets[Number(asset)]!
      const [[, deposited], scaling, magnitude, factor] = await Promise.all([
        readContract({
          ...delegation,
          functionName: 'getWithdrawableShares',
          args: [delegator, [strategy]],
        }),
        readContract({
          ...delegation,
          functionName: 'depositScalingFactor',
          args: [delegator, strategy],
        }),
        readContract({
          ...allocations,
          functionName: 'getMaxMagnitude',
          args: [operator, strategy],
        }),
        readContract({
          ...pods,
          functionName: 'beaconChainSlashingFactor',
          args: [delegator],
        }),
      ])
      return { deposited: deposited[0]!, scaling, magnitude, factor: asset === ETH ? factor : wad }
    },

    /** What someone who isn't crETH has of restaked ether. */
    async nativeOf(name: Name) {
      const [[withdrawable]] = await readContract({
        ...delegation,
        functionName: 'getWithdrawableShares',
        args: [accounts[name].address, [beaconEtherStrategy]],
      })
      return withdrawable!
    },

    /** What is queued for a delegator, with what it would pay now. */
    async queueOf(index: number) {
      const [withdrawals, shares] = await readContract({
        ...delegation,
        functionName: 'getQueuedWithdrawals',
        args: [delegatorOf(index).delegator],
      })
      const delay = await readContract({
        ...delegation,
        functionName: 'minWithdrawalDelayBlocks',
      })
      const head = await publicClient.getBlockNumber()
      return withdrawals.map((withdrawal, i) => {
        const readyAt = BigInt(withdrawal.startBlock + delay + 1)
        const asset = addresses.assets.findIndex(({ strategy }) =>
          isAddressEqual(strategy, withdrawal.strategies[0]!),
        )
        return { withdrawal, asset, shares: shares[i]![0]!, readyAt, ready: head >= readyAt }
      })
    },

    // -- The beacon chain, and what pods know of it ------------------------------------------------------------------

    /** The validator of an operator, as the newest state that is anchored on chain has it. */
    validatorOf(index: number) {
      const state = beacon.stateOf(beacon.head.parentRoot)
      const place = state.indexOf(keyOf(index))
      if (place === undefined) return undefined
      const { status, withdrawableEpoch } = state.validator(place)
      return { index: place, pubkey: keyOf(index), status, withdrawableEpoch }
    },

    /** Seconds: when a pod was last shown its validator. */
    checkpointedAt: async (index: number) => Number((await infoOf(index)).lastCheckpointedAt),

    /** What a pod was last shown of its validator. */
    provenBalance: async (index: number) => (await infoOf(index)).restakedBalanceGwei * gwei,

    /** What the beacon chain had of it, in the state that it was shown. */
    async balanceWhenProven(index: number) {
      const { lastCheckpointedAt } = await infoOf(index)
      const state = beacon.stateOf(beacon.parentRootFor(beacon.slotAt(Number(lastCheckpointedAt))))
      return state.validator(state.indexOf(keyOf(index))!).balance * gwei
    },

    /** What a pod can pay. */
    async idleOf(index: number) {
      const withdrawable = await readContract({
        ...(await podOf(index)),
        functionName: 'withdrawableRestakedExecutionLayerGwei',
      })
      return withdrawable * gwei
    },

    /** What a pod has, and has paid. */
    async everHad(index: number) {
      const [balance, paid] = await Promise.all([
        podBalance(index),
        readContract({ ...spread, functionName: 'paidBy', args: [BigInt(index)] }),
      ])
      return balance + paid
    },
  }
}

export type Look = ReturnType<typeof createLook>
