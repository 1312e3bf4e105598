import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Address } from 'viem'
import { checkWiring } from './checkWiring.ts'
import type { Parameters } from './parameters.ts'
import { type Addresses, plan } from './plan.ts'
import { send } from './send.ts'

export type Deployment = send.Sent & {
  chainId: number
  addresses: Addresses
}

/** Creates everything that `parameters` describe, one transaction after another, and checks that it is wired as planned. */
export async function deploy({
  publicClient,
  walletClient,
  parameters,
  onStep,
}: deploy.Args): Promise<Deployment> {
  const chainId = await publicClient.getChainId()
  if (chainId !== parameters.network.chainId)
    throw new Error(
      `The parameters are for chain ${parameters.network.chainId} (${parameters.network.name}); this endpoint serves chain ${chainId}.`,
    )

  const { address } = walletClient.account
  const nonce = await publicClient.getTransactionCount({ address })
  const planned = plan({ deployer: address, nonce, parameters })
  const { block, gasUsed } = await send(planned.steps, { publicClient, walletClient, onStep })

  await checkWiring(publicClient, planned)

  return { chainId, block, addresses: planned.addresses, gasUsed }
}

export declare namespace deploy {
  type Args = send.Edges & { parameters: Parameters }
}

const file = (chainId: number) =>
  fileURLToPath(new URL(`../deployments/${chainId}.json`, import.meta.url))

/** Notes a public deployment where every room looks for it. */
export function writeDeployment({ chainId, block, addresses }: Deployment): string {
  const path = file(chainId)
  mkdirSync(fileURLToPath(new URL('../deployments/', import.meta.url)), { recursive: true })
  writeFileSync(path, `${JSON.stringify({ chainId, block: Number(block), addresses }, null, 2)}\n`)
  return path
}

/** The noted deployment on `chainId`, or nothing if there is none. */
export function readDeployment(chainId: number): Omit<Deployment, 'gasUsed'> | undefined {
  let text: string
  try {
    text = readFileSync(file(chainId), 'utf8')
  } catch {
    return undefined
  }
  const { block, addresses } = JSON.parse(text) as {
    block: number
    addresses: Record<keyof Addresses, Address>
  }
  return { chainId, block: BigInt(block), addresses }
}
