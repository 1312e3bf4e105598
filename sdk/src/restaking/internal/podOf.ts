import { iEigenPodManagerAbi } from '@cairn/contracts/abi'
import type { Address } from 'viem'
import { readContract } from 'viem/actions'
import type { CairnClient } from '../../client.ts'
import { PodMissingError } from '../../errors/client.ts'
import type { RestakingArg } from '../deployment.ts'

/** The pod of `owner`, which has to have one. */
export async function podOf(
  client: CairnClient,
  { deployment, owner }: RestakingArg<'eigenPodManager'> & { owner: Address },
): Promise<Address> {
  const manager = { address: deployment.eigenPodManager, abi: iEigenPodManagerAbi } as const
  const [has, pod] = await Promise.all([
    readContract(client, { ...manager, functionName: 'hasPod', args: [owner] }),
    readContract(client, { ...manager, functionName: 'getPod', args: [owner] }),
  ])
  if (!has) throw new PodMissingError(owner, pod)
  return pod
}
