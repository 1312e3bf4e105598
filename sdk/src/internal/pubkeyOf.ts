import { validatorRegistryAbi } from '@cairn/contracts/abi'
import type { Hex } from 'viem'
import { getBlockNumber, getContractEvents, readContract } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import type { DeploymentArg } from '../deployment.ts'
import { PubkeyUnknownError } from '../errors/client.ts'
import { toCairnError } from '../errors/decode.ts'
import { ranges } from './logs.ts'

/** The chain stores only the root of a pubkey; its registration said it in full. */
export async function pubkeyOf(
  client: CairnClient,
  { deployment, id }: DeploymentArg<'registry'> & { id: bigint },
): Promise<Hex> {
  const { registry, fromBlock = 0n } = deployment
  const contract = { address: registry, abi: validatorRegistryAbi } as const

  const { pubkeyRoot } = await readContract(client, {
    ...contract,
    functionName: 'validatorOf',
    args: [id],
  }).catch((error) => {
    throw toCairnError(error)
  })

  const head = await getBlockNumber(client, { cacheTime: 0 })
  for (const { from, to } of ranges(fromBlock, head)) {
    const [registered] = await getContractEvents(client, {
      ...contract,
      eventName: 'Registered',
      args: { pubkeyRoot },
      fromBlock: from,
      toBlock: to,
      strict: true,
    })
    if (registered) return registered.args.pubkey
  }
  throw new PubkeyUnknownError(id)
}
