import { pubkeyRoot, type StateView } from '@cairn/beacon'
import { iEigenPodAbi } from '@cairn/sdk/abi'
import type { CairnClient } from '@cairn/sdk'
import type { Address, Hex } from 'viem'
import { multicall } from 'viem/actions'

export type PodValidator = {
  index: number
  pubkeyHash: Hex
  /** As the pod has it. */
  status: 'unknown' | 'active' | 'withdrawn'
  /** seconds: the newest checkpoint that it was proven to; 0 before the first */
  checkpointedAt: bigint
}

const statuses = ['unknown', 'active', 'withdrawn'] as const

/** The validators whose withdrawal credentials point to `pod`, by ascending index, with what the pod knows of each. */
export async function podValidators(
  client: CairnClient,
  { state, pod }: { state: StateView; pod: Address },
): Promise<PodValidator[]> {
  const indices = Array.from({ length: state.validatorCount }, (_, index) => index).filter(
    (index) => pointsTo(state.validator(index).withdrawalCredentials, pod),
  )
  const hashes = indices.map((index) => pubkeyRoot(state.validator(index).pubkey))
  const infos = await multicall(client, {
    allowFailure: false,
    deployless: true,
    batchSize: 4_096,
    contracts: hashes.map(
      (hash) =>
        ({
          address: pod,
          abi: iEigenPodAbi,
          functionName: 'validatorPubkeyHashToInfo',
          args: [hash],
        }) as const,
    ),
  })
  return indices.map((index, i) => ({
    index,
    pubkeyHash: hashes[i]!,
    status: statuses[infos[i]!.status]!,
    checkpointedAt: infos[i]!.lastCheckpointedAt,
  }))
}

function pointsTo(withdrawalCredentials: Hex, pod: Address): boolean {
  const [type, rest] = [withdrawalCredentials.slice(0, 4), withdrawalCredentials.slice(4)]
  return (
    (type === '0x01' || type === '0x02') &&
    rest === `${'00'.repeat(11)}${pod.slice(2).toLowerCase()}`
  )
}
