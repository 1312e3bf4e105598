import { type PublicClient, parseEventLogs } from 'viem'
import { type Addresses, at, readCairn, validatorRegistryAbi } from '../chain/index.ts'
import { type Clock, RetryableError, type Signer } from '../runtime/index.ts'
import type { Progress } from './progress.ts'

/** The registry doesn't allow a checkpoint yet. */
export class NotDueError extends RetryableError {
  override name = 'NotDueError'
  readonly dueAt: Date
  constructor(dueAt: bigint) {
    const date = new Date(Number(dueAt) * 1000)
    super(`The next checkpoint may be opened at ${date.toISOString()}. Ask again then.`)
    this.dueAt = date
  }
}

/**
 * Advances until a checkpoint finishes, whoever finishes it. A slashing that hasn't been proven yet makes one due at once. If
 * a flight can't be proven at the pinned root, it takes until the checkpoint may be replaced.
 */
export async function checkpointNow({
  publicClient,
  addresses,
  signer,
  clock,
  advance,
  onProgress,
  poll = 2,
  signal,
}: checkpointNow.Args): Promise<checkpointNow.ReturnType> {
  const start = await signer.head(signal)
  for (;;) {
    await advance({ asked: true, onProgress, signal })
    const head = await signer.head(signal)
    const logs = await publicClient.getLogs({
      address: addresses.registry,
      fromBlock: start.number,
      toBlock: head.number,
    })
    const finished = parseEventLogs({
      abi: validatorRegistryAbi,
      eventName: 'CheckpointFinished',
      logs,
    }).find(({ blockNumber }) => blockNumber > start.number)
    const { checkpoint, dueAt } = (await readCairn(publicClient, addresses, at(head))).registry
    if (finished) {
      const total = checkpoint.validators
      onProgress?.({ stage: 'finished', done: total, total })
      return { ...finished.args, hash: finished.transactionHash }
    }

    if (!checkpoint.open && head.timestamp < dueAt) throw new NotDueError(dueAt)
    await clock.sleep(poll, signal)
  }
}

export declare namespace checkpointNow {
  type Options = { onProgress?: (progress: Progress) => void; signal: AbortSignal }
  type Args = Options & {
    publicClient: PublicClient
    addresses: Addresses
    signer: Signer
    clock: Clock
    advance: (options: Options & { asked: boolean }) => Promise<void>
    poll?: number
  }
  type ReturnType = {
    number: number
    slot: bigint
    /** wei */
    execution: bigint
    /** gwei */
    beacon: bigint
    /** gwei */
    inFlight: bigint
    /** wei */
    delta: bigint
    /** the transaction that finished it */
    hash: `0x${string}`
  }
}
