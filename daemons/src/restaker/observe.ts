import {
  iDelegationManagerAbi,
  iEigenPodAbi,
  iEigenPodManagerAbi,
  iRateAdapterAbi,
  redeemQueueAbi,
} from '@cairn/sdk/abi'
import { type Address, isAddressEqual, type PublicClient, zeroAddress } from 'viem'
import {
  at,
  type LiquidAddresses,
  nativeStakeAbi,
  type Objection,
  probe,
  restakedEtherAbi,
  riskPolicyAbi,
  spreadAbi,
  tallyAbi,
  together,
  type Vault,
} from '../chain/index.ts'
import { type Layout, upTo } from './readLayout.ts'

/** All that a plan is made of, as of one block. Amounts in wei, or in an asset's units where it says so. */
export type Situation = {
  /** seconds */
  now: bigint
  block: bigint
  vault: Vault & { stampedAt: bigint; stampFor: bigint }
  /** shares in line that aren't filled */
  pending: bigint
  round: Round
  /** what a check would object to: a slashing or a loss that isn't booked, or nothing */
  objection: Objection | undefined
  wanted: bigint
  coming: bigint
  /** what a day's rungs may ask back */
  rung: bigint
  /** by number */
  assets: Asset[]
  /** by index */
  delegators: Delegator[]
  tickets: Ticket[]
  /** shares in the keepers' pot */
  pot: bigint
}

export type Round = {
  number: bigint
  /** seconds */
  openedAt: bigint
  /** indices of delegators that it still asks for */
  missing: number[]
  /** seconds: from then on the next may be opened */
  dueAt: bigint
}

export type Asset = {
  /** units that wait in the spread */
  waiting: bigint
  /** units of these that may be sent to work: the rest is needed by those who leave */
  routable: bigint
  /** units in all */
  units: bigint
  /** units that are queued withdrawals, as last counted */
  queued: bigint
  booked: bigint
  /** what the units are worth now, by the issuer; `undefined` while that can't be told */
  worth: bigint | undefined
  /** whether the issuer has a line for ether that the spread can stand in */
  queues: boolean
}

export type Delegator = {
  index: number
  delegated: boolean
  /** who has to sign before it can be delegated again, if anybody */
  approver: Address | undefined
  /** units that can be queued, by asset */
  free: readonly bigint[]
  /** what is left of its operator, of 1e18, by asset */
  magnitudes: readonly bigint[]
  /** units that it may get, by asset */
  room: bigint[]
  breaches: number
  /** breaches that the operator made, and can still be answered for */
  active: number
  /** wei that these let anyone take out */
  excess: bigint
  /** seconds: since when its validators are known */
  provenAt: bigint
  withdrawals: Queued[]
  /** wei in the pod that a checkpoint has counted */
  withdrawable: bigint
}

/** A withdrawal in the restaking layer's queue. */
export type Queued = {
  withdrawal: Withdrawal
  /** asset number; nothing if it isn't one of ours, or more than one */
  asset: number | undefined
  /** shares that it would pay now */
  shares: bigint
  ready: boolean
}

export type Withdrawal = {
  staker: Address
  delegatedTo: Address
  withdrawer: Address
  nonce: bigint
  startBlock: number
  strategies: readonly Address[]
  scaledShares: readonly bigint[]
}

/** One of the spread's tickets in an issuer's line. */
export type Ticket = {
  place: number
  id: bigint
  claimable: bigint
  pendingShares: bigint
  worth: bigint
}

const gwei = 10n ** 9n

/** seconds after which a round that isn't finished can be replaced */
const roundLasts = 3_600n

export async function observe(
  client: PublicClient,
  { addresses, layout, head }: observe.Args,
): Promise<Situation> {
  const common = { addresses, layout, head }
  const [money, spread, objection, delegators] = await Promise.all([
    readMoney(client, common),
    readSpread(client, common),
    objectionToCheck(client, common),
    Promise.all(layout.delegators.map((_, index) => readDelegator(client, { ...common, index }))),
  ])
  const { ids, ...sums } = spread
  return {
    now: head.timestamp,
    block: head.number,
    ...money,
    ...sums,
    objection,
    delegators,
    tickets: await readTickets(client, { ...common, ids }),
  }
}

export declare namespace observe {
  type Args = {
    addresses: LiquidAddresses
    layout: Layout
    head: { number: bigint; timestamp: bigint }
  }
}

async function readMoney(client: PublicClient, { addresses, layout, head }: observe.Args) {
  const vault = { address: addresses.vault, abi: restakedEtherAbi } as const
  const queue = { address: addresses.queue, abi: redeemQueueAbi } as const
  const [
    snapshot,
    [assets, supply],
    idle,
    shortfall,
    stakeable,
    parameters,
    stampedAt,
    tail,
    filled,
    pot,
  ] = await client.multicall({
    contracts: [
      { ...vault, functionName: 'snapshot' },
      { ...vault, functionName: 'rate' },
      { ...vault, functionName: 'idle' },
      { ...vault, functionName: 'shortfall' },
      { ...vault, functionName: 'stakeable' },
      { ...vault, functionName: 'parameters' },
      { ...vault, functionName: 'stampedAt' },
      { ...queue, functionName: 'tail' },
      { ...queue, functionName: 'filled' },
      { ...vault, functionName: 'balanceOf', args: [addresses.tips] },
    ],
    ...together(client, at(head)),
  })
  const { stampFor } = layout
  return {
    vault: {
      ...snapshot,
      assets,
      supply,
      idle,
      shortfall,
      stakeable,
      parameters,
      stampedAt,
      stampFor,
    },
    pending: tail - filled,
    pot,
  }
}

async function readSpread(client: PublicClient, { addresses, layout, head }: observe.Args) {
  const spread = { address: addresses.spread, abi: spreadAbi } as const
  const numbers = upTo(BigInt(layout.assets.length))
  const [round, ids, wanted, coming, rung] = await client.multicall({
    contracts: [
      { ...spread, functionName: 'round' },
      { ...spread, functionName: 'tickets' },
      { ...spread, functionName: 'wanted' },
      { ...spread, functionName: 'coming' },
      { ...spread, functionName: 'rung' },
    ],
    ...together(client, at(head)),
  })
  const routable = await client.multicall({
    contracts: numbers
      .slice(1)
      .map((asset) => ({ ...spread, functionName: 'routable', args: [asset] }) as const),
    ...together(client, at(head)),
  })
  const sums = await client.multicall({
    contracts: numbers.map(
      (asset) => ({ ...spread, functionName: 'assetAt', args: [asset] }) as const,
    ),
    ...together(client, at(head)),
  })
  const worths = await client.multicall({
    contracts: sums.slice(1).map(
      ({ adapter, units, waiting }) =>
        ({
          address: adapter,
          abi: iRateAdapterAbi,
          functionName: 'toAssetsDown',
          args: [units + waiting],
        }) as const,
    ),
    ...together(client, at(head)),
    allowFailure: true,
  })
  return {
    ids,
    wanted,
    coming,
    rung,
    round: {
      number: round.number,
      openedAt: round.openedAt,
      dueAt: round.openedAt + (round.missing === 0n ? layout.roundInterval : roundLasts),
      missing: layout.delegators.flatMap((_, i) => ((round.missing >> BigInt(i)) & 1n ? [i] : [])),
    },
    assets: sums.map(({ waiting, units, queued, booked }, i) => ({
      waiting,
      routable: routable[i - 1] ?? 0n,
      queued,
      units: units + waiting,
      booked,
      worth: worths[i - 1]?.result,
      queues: layout.assets[i]!.line !== undefined,
    })),
  }
}

async function readDelegator(
  client: PublicClient,
  { addresses, layout, head, index }: observe.Args & { index: number },
): Promise<Delegator> {
  const { account, operator } = layout.delegators[index]!
  const spread = { address: addresses.spread, abi: spreadAbi } as const
  const delegation = { address: addresses.delegationManager, abi: iDelegationManagerAbi } as const
  const policy = { address: addresses.policy, abi: riskPolicyAbi } as const
  const strategies = layout.assets.map(({ strategy }) => strategy)
  const args = [BigInt(index)] as const
  const [delegated, approver, [withdrawals, shares], count, breaches, excess, provenAt, pod] =
    await client.multicall({
      contracts: [
        { ...delegation, functionName: 'isDelegated', args: [account] },
        { ...delegation, functionName: 'delegationApprover', args: [operator] },
        { ...delegation, functionName: 'getQueuedWithdrawals', args: [account] },
        {
          address: addresses.tally,
          abi: tallyAbi,
          functionName: 'count',
          args: [account, operator, strategies],
        },
        { ...policy, functionName: 'breaches', args },
        { ...policy, functionName: 'excess', args },
        { address: addresses.native, abi: nativeStakeAbi, functionName: 'provenAt', args },
        {
          address: addresses.eigenPodManager,
          abi: iEigenPodManagerAbi,
          functionName: 'ownerToPod',
          args: [account],
        },
      ],
      ...together(client, at(head)),
    })
  const room = await client.multicall({
    contracts: strategies.map(
      (_, asset) =>
        ({ ...spread, functionName: 'roomFor', args: [args[0], BigInt(asset)] }) as const,
    ),
    ...together(client, at(head)),
  })
  return {
    index,
    delegated,
    approver: isAddressEqual(approver, zeroAddress) ? undefined : approver,
    free: count.free,
    magnitudes: count.magnitudes,
    room,
    breaches: breaches.length,
    active: breaches.filter(({ active }) => active).length,
    excess,
    provenAt,
    withdrawals: withdrawals.map((withdrawal, i) => ({
      withdrawal,
      asset: assetOf(withdrawal.strategies, strategies),
      shares: shares[i]?.[0] ?? 0n,
      ready: head.number > BigInt(withdrawal.startBlock) + layout.withdrawalBlocks,
    })),
    withdrawable: withdrawals.length === 0 ? 0n : await readWithdrawable(client, pod, head),
  }
}

function assetOf(withdrawn: readonly Address[], strategies: readonly Address[]) {
  const asset = strategies.findIndex((it) => isAddressEqual(it, withdrawn[0]!))
  return withdrawn.length === 1 && asset >= 0 ? asset : undefined
}

async function readWithdrawable(client: PublicClient, pod: Address, head: { number: bigint }) {
  if (isAddressEqual(pod, zeroAddress)) return 0n
  const amount = await client.readContract({
    address: pod,
    abi: iEigenPodAbi,
    functionName: 'withdrawableRestakedExecutionLayerGwei',
    blockNumber: head.number,
  })
  return amount * gwei
}

async function readTickets(
  client: PublicClient,
  { layout, head, ids }: observe.Args & { ids: readonly bigint[] },
): Promise<Ticket[]> {
  const issuer = layout.assets.find(({ line }) => line !== undefined)
  if (!issuer?.line || ids.length === 0) return []
  const queue = { address: issuer.line, abi: redeemQueueAbi } as const
  const positions = await client.multicall({
    contracts: ids.map((id) => ({ ...queue, functionName: 'position', args: [id] }) as const),
    ...together(client, at(head)),
  })
  const [assets, supply] = await client.readContract({
    address: issuer.token,
    abi: restakedEtherAbi,
    functionName: 'rate',
    blockNumber: head.number,
  })
  return positions.map(({ assets: claimable, pendingShares }, place) => ({
    place,
    id: ids[place]!,
    claimable,
    pendingShares,
    worth: claimable + (pendingShares * assets) / supply,
  }))
}

function objectionToCheck(client: PublicClient, { addresses, head }: observe.Args) {
  const { spread: address } = addresses
  return probe(client, {
    address,
    abi: spreadAbi,
    functionName: 'check',
    args: [],
    blockNumber: head.number,
  })
}
