import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Account, Address, Chain, Hash, PublicClient, Transport, WalletClient } from 'viem'
import { checkWiring } from './checkWiring.ts'
import type { Parameters } from './parameters.ts'
import { type Addresses, plan, type Step } from './plan.ts'

export class DeploymentFailedError extends Error {
  override name = 'DeploymentFailedError'
  constructor(step: Step, hash: Hash, reason: string) {
    super(
      `${step.what} failed (${hash}): ${reason}. What was created before it stands unused; deploy again from the start.`,
    )
  }
}

export type Deployment = {
  chainId: number
  /** Of the first creation: no event is older. */
  block: bigint
  addresses: Addresses
  gasUsed: Record<string, bigint>
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

  const { account } = walletClient
  const nonce = await publicClient.getTransactionCount({ address: account.address })
  const planned = plan({ deployer: account.address, nonce, parameters })

  let block: bigint | undefined
  const gasUsed: Record<string, bigint> = {}
  for (const step of planned.steps) {
    onStep?.(step)
    const hash = await walletClient.sendTransaction({
      account,
      chain: walletClient.chain,
      to: step.to,
      data: step.data,
      value: step.value,
      nonce: step.nonce,
      gas: step.gas,
    })
    const receipt = await publicClient.waitForTransactionReceipt({ hash })
    if (receipt.status !== 'success')
      throw new DeploymentFailedError(step, hash, `it reverted after ${receipt.gasUsed} gas`)
    if (receipt.contractAddress?.toLowerCase() !== step.address?.toLowerCase())
      throw new DeploymentFailedError(step, hash, `it is at ${receipt.contractAddress}`)
    block ??= receipt.blockNumber
    gasUsed[step.what] = receipt.gasUsed
  }

  await checkWiring(publicClient, planned)

  return { chainId, block: block!, addresses: planned.addresses, gasUsed }
}

export declare namespace deploy {
  type Args = {
    publicClient: PublicClient
    walletClient: WalletClient<Transport, Chain, Account>
    parameters: Parameters
    onStep?(step: Step): void
  }
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
