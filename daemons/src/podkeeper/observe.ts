import {
  iCairnEigenPodAbi,
  iDelegationManagerAbi,
  iEigenPodAbi,
  iEigenPodManagerAbi,
} from '@cairn/sdk/abi'
import { type Address, type Hex, isAddressEqual, type PublicClient, zeroAddress } from 'viem'
import {
  at,
  type LiquidAddresses,
  nativeStakeAbi,
  restakedEtherAbi,
  riskPolicyAbi,
  spreadAbi,
  together,
} from '../chain/index.ts'
import type { Layout } from '../restaker/readLayout.ts'

/** The delegators' pods, and what is asked of them, as of one block. Amounts in wei. */
export type Ground = {
  /** seconds */
  now: bigint
  block: bigint
  /** idle ether that may be staked */
  stakeable: bigint
  round: { openedAt: bigint; missing: number[] }
  /** by index */
  pods: Pod[]
}

export type Pod = {
  index: number
  /** nothing until it is made */
  address: Address | undefined
  /** how many the pod knows and haven't left */
  validators: number
  /** whether it takes multiproofs */
  multiproofs: boolean
  /** ether there that no checkpoint has counted */
  unproven: bigint
  /** seconds: since when its validators are known, by a checkpoint or by their credentials */
  provenAt: bigint
  /** seconds: when the newest checkpoint began that was finished; 0 before the first */
  checkpointedAt: bigint
  /** the one that is open */
  checkpoint: { startedAt: bigint; root: Hex } | undefined
  /** queued beacon ether, as last counted */
  queued: bigint
  /** what may be asked of its validators */
  needed: bigint
  /** what it may get */
  room: bigint
}

const gwei = 10n ** 9n

export async function observe(
  client: PublicClient,
  { addresses, layout, head }: observe.Args,
): Promise<Ground> {
  const spread = { address: addresses.spread, abi: spreadAbi } as const
  const [stakeable, round] = await client.multicall({
    contracts: [
      { address: addresses.vault, abi: restakedEtherAbi, functionName: 'stakeable' },
      { ...spread, functionName: 'round' },
    ],
    ...together(client, at(head)),
  })
  const pods = await Promise.all(
    layout.delegators.map((_, index) => readPod(client, { addresses, layout, head, index })),
  )
  return {
    now: head.timestamp,
    block: head.number,
    stakeable,
    round: {
      openedAt: round.openedAt,
      missing: pods.flatMap(({ index }) => ((round.missing >> BigInt(index)) & 1n ? [index] : [])),
    },
    pods,
  }
}

export declare namespace observe {
  type Args = {
    addresses: LiquidAddresses
    layout: Pick<Layout, 'delegators'>
    head: { number: bigint; timestamp: bigint }
  }
}

async function readPod(
  client: PublicClient,
  { addresses, layout, head, index }: observe.Args & { index: number },
): Promise<Pod> {
  const { account } = layout.delegators[index]!
  const spread = { address: addresses.spread, abi: spreadAbi } as const
  const of = [BigInt(index), 0n] as const
  const [address, delegated, breaches, room, holding] = await client.multicall({
    contracts: [
      {
        address: addresses.eigenPodManager,
        abi: iEigenPodManagerAbi,
        functionName: 'ownerToPod',
        args: [account],
      },
      {
        address: addresses.delegationManager,
        abi: iDelegationManagerAbi,
        functionName: 'isDelegated',
        args: [account],
      },
      {
        address: addresses.policy,
        abi: riskPolicyAbi,
        functionName: 'breaches',
        args: [BigInt(index)],
      },
      { ...spread, functionName: 'roomFor', args: of },
      { ...spread, functionName: 'holdingOf', args: of },
    ],
    ...together(client, at(head)),
  })
  const open = delegated && breaches.length === 0
  const common = { index, room: open ? room : 0n, queued: holding.queued }
  if (isAddressEqual(address, zeroAddress)) return { ...common, ...nothing }

  const pod = { address, abi: iEigenPodAbi } as const
  const native = { address: addresses.native, abi: nativeStakeAbi } as const
  const [validators, withdrawable, startedAt, checkpointedAt, provenAt, checkpoint, needed] =
    await client.multicall({
      contracts: [
        { ...pod, functionName: 'activeValidatorCount' },
        { ...pod, functionName: 'withdrawableRestakedExecutionLayerGwei' },
        { ...pod, functionName: 'currentCheckpointTimestamp' },
        { ...pod, functionName: 'lastCheckpointTimestamp' },
        { ...native, functionName: 'provenAt', args: [BigInt(index)] },
        { ...pod, functionName: 'currentCheckpoint' },
        { ...native, functionName: 'needed', args: [BigInt(index)] },
      ],
      ...together(client, at(head)),
    })
  const balance = await client.getBalance({ address, blockNumber: head.number })
  // EigenLayer's pods don't know the question: that tells them from ours.
  const [ours] = await client.multicall({
    contracts: [{ address, abi: iCairnEigenPodAbi, functionName: 'checkpointOverdueAt' }],
    ...together(client, at(head)),
    allowFailure: true,
  })
  return {
    ...common,
    address,
    validators: Number(validators),
    multiproofs: ours.status === 'success',
    unproven: balance - withdrawable * gwei,
    provenAt,
    checkpointedAt,
    checkpoint: startedAt === 0n ? undefined : { startedAt, root: checkpoint.beaconBlockRoot },
    needed,
  }
}

const nothing = {
  address: undefined,
  validators: 0,
  multiproofs: false,
  unproven: 0n,
  provenAt: 0n,
  checkpointedAt: 0n,
  checkpoint: undefined,
  needed: 0n,
} as const
