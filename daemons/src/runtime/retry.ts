import type { Clock } from './clock.ts'
import { RetryableError } from './errors.ts'

/** Runs `task` until it succeeds or fails for good: after `attempts`, or at once with anything but a `RetryableError`. */
export async function retry<T>(
  task: (signal: AbortSignal) => Promise<T>,
  { attempts = 5, clock, delay = 1, signal, onRetry }: retry.Options,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    try {
      return await task(signal)
    } catch (error) {
      if (!(error instanceof RetryableError) || attempt >= attempts) throw error
      onRetry?.(error, attempt)
      await clock.sleep(Math.min(delay * 2 ** (attempt - 1), 60), signal)
    }
  }
}

export declare namespace retry {
  type Options = {
    attempts?: number
    clock: Clock
    /** seconds before the second attempt; doubles each time, to at most a minute */
    delay?: number
    signal: AbortSignal
    onRetry?: (error: RetryableError, attempt: number) => void
  }
}
