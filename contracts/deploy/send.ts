import type { Account, Chain, Hash, PublicClient, Transport, WalletClient } from 'viem'
import type { Step } from './step.ts'

export class DeploymentFailedError extends Error {
  override name = 'DeploymentFailedError'
  constructor(step: Step, hash: Hash, reason: string) {
    super(
      `${step.what} failed (${hash}): ${reason}. What was created before it stands unused; deploy again from the start.`,
    )
  }
}

/** Sends one step after another. Each has to land before the next is sent, and where it was planned. */
export async function send(
  steps: readonly Step[],
  { publicClient, walletClient, onStep }: send.Edges,
): Promise<send.Sent> {
  const { account } = walletClient
  let block: bigint | undefined
  const gasUsed: Record<string, bigint> = {}
  for (const step of steps) {
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
  return { block: block!, gasUsed }
}

export declare namespace send {
  type Edges = {
    publicClient: PublicClient
    walletClient: WalletClient<Transport, Chain, Account>
    onStep?(step: Step): void
  }
  type Sent = {
    /** Of the first creation: no event is older. */
    block: bigint
    gasUsed: Record<string, bigint>
  }
}
