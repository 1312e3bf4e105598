import { pubkeyRoot, type StateView, type ValidatorRecord } from '@cairn/beacon'
import { iEigenPodAbi } from '@cairn/sdk/abi'
import type { Address, Hex, PublicClient } from 'viem'
import { at, together } from '../chain/index.ts'
import type { Pod } from './observe.ts'

/** A validator that pays to one of the pods: what the beacon chain has of it, and what the pod has. */
export type Tenant = {
  /** of the pod */
  pod: number
  record: ValidatorRecord
  pubkeyRoot: Hex
  status: 'unknown' | 'active' | 'withdrawn'
  /** gwei, as the pod has it */
  restaked: bigint
  /** seconds: the newest checkpoint that it was proven to */
  checkpointedAt: bigint
  /** gwei that partial withdrawals are on their way with */
  leaving: bigint
}

const statuses = ['unknown', 'active', 'withdrawn'] as const

/** All of them, by ascending index. */
export async function survey(
  client: PublicClient,
  { state, pods, head }: survey.Args,
): Promise<Tenant[]> {
  const owners = new Map(
    pods.flatMap(({ address, index }) =>
      address ? [[address.slice(2).toLowerCase(), { address, index }] as const] : [],
    ),
  )
  const found: { pod: number; address: Address; record: ValidatorRecord; pubkeyRoot: Hex }[] = []
  for (let index = 0; index < state.validatorCount; index++) {
    const record = state.validator(index)
    const owner = owners.get(payee(record.withdrawalCredentials))
    if (!owner) continue
    const { address, index: pod } = owner
    found.push({ pod, address, record, pubkeyRoot: pubkeyRoot(record.pubkey) })
  }
  const infos = await client.multicall({
    contracts: found.map(
      ({ address, pubkeyRoot }) =>
        ({
          address,
          abi: iEigenPodAbi,
          functionName: 'validatorPubkeyHashToInfo',
          args: [pubkeyRoot],
        }) as const,
    ),
    ...together(client, at(head)),
  })

  const leaving = new Map<number, bigint>()
  for (const { validatorIndex, amount } of state.pendingPartialWithdrawals())
    leaving.set(validatorIndex, (leaving.get(validatorIndex) ?? 0n) + amount)

  return found.map(({ pod, record, pubkeyRoot }, i) => ({
    pod,
    record,
    pubkeyRoot,
    status: statuses[infos[i]!.status]!,
    restaked: infos[i]!.restakedBalanceGwei,
    checkpointedAt: infos[i]!.lastCheckpointedAt,
    leaving: leaving.get(record.index) ?? 0n,
  }))
}

export declare namespace survey {
  type Args = { state: StateView; pods: readonly Pod[]; head: { number: bigint } }
}

/** Who is paid: 20 bytes of hex; nothing readable if it isn't an address. */
function payee(credentials: Hex) {
  const type = credentials.slice(0, 4)
  return type === '0x01' || type === '0x02' ? credentials.slice(26) : ''
}
