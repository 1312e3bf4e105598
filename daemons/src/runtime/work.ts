import type { TransactionReceipt } from 'viem'
import { TooLargeError } from './call.ts'
import { RefusedError, RetryableError, RevertedError, SupersededError } from './errors.ts'
import type { Log } from './log.ts'
import type { Head, Request, Signer } from './signer.ts'

/**
 * Plans from the newest block, takes the first step, and plans anew, until nothing is left to do. So a plan is never
 * older than one transaction, and a race that somebody else won is simply not in the next plan.
 */
export async function work<Step extends { type: string }>({
  signer,
  log,
  plan,
  perform,
  halve,
  onTaken,
  signal,
}: work.Options<Step>): Promise<void> {
  const settled = new Set<string>()
  let lost = 0

  for (;;) {
    const head = await signer.head(signal)
    const step = (await plan(head, signal)).find((step) => !settled.has(keyOf(step)))
    if (!step) return

    try {
      const [taken, request] = await fit(head, step)
      const receipt = await signer.send(head, request, signal)
      // A step that is planned again after it succeeded had no effect: sending it once more wouldn't either.
      settled.add(keyOf(taken))
      await onTaken?.(taken, receipt)
    } catch (error) {
      if (error instanceof RefusedError) {
        settled.add(keyOf(step))
        log.warn({ duty: step.type, reason: error.message }, 'refused')
      } else if (error instanceof RevertedError || error instanceof SupersededError) {
        if (++lost > 4) throw error
        log.info({ duty: step.type, reason: error.message }, 'lost a race')
      } else throw error
    }
  }

  async function fit(head: Head, step: Step): Promise<[Step, Request]> {
    try {
      return [step, await perform(head, step)]
    } catch (error) {
      if (!(error instanceof TooLargeError)) throw error
      const half = halve(step)
      if (!half) throw new RetryableError(`${error.message} It can't be.`)
      log.debug({ duty: step.type, gas: error.gas, bytes: error.bytes }, 'halving')
      return fit(head, half)
    }
  }
}

export declare namespace work {
  type Options<Step> = {
    signer: Signer
    log: Log
    /** what is left to do as of the head; the first step is taken */
    plan: (head: Head, signal: AbortSignal) => Promise<readonly Step[]>
    perform: (head: Head, step: Step) => Promise<Request>
    /** the first half of a step that doesn't fit a transaction, or nothing if it can't be split */
    halve: (step: Step) => Step | undefined
    onTaken?: (step: Step, receipt: TransactionReceipt) => void | Promise<void>
    signal: AbortSignal
  }
}

function keyOf(step: { type: string }) {
  return JSON.stringify(step, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))
}
