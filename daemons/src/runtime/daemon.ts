import type { Clock } from './clock.ts'
import { classify, isAbort, RetryableError } from './errors.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

/**
 * Something that has to happen whether or not anyone asks. A tick looks at the world and does what is due; it keeps
 * nothing that the next tick needs, so that it can be killed at any point and started anywhere.
 */
export type Daemon = {
  name: string
  tick(signal: AbortSignal): Promise<void>
}

export function toDaemon({ name, tick }: Daemon): Daemon {
  return { name, tick: (signal) => classified(tick(signal)) }
}

/** Lets `work` fail only with an error whose class says what happens next. */
export async function classified<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw classify(error)
  }
}

/** Ticks until the signal aborts. A retryable error ends the tick, any other ends the daemon. */
export async function run(daemon: Daemon, { clock, every, log, metrics, signal }: run.Options) {
  let failures = 0
  while (!signal.aborted) {
    const started = clock.now()
    const stop = metrics.tickSeconds.startTimer({ daemon: daemon.name })
    try {
      await daemon.tick(signal)
      failures = 0
      metrics.ticks.inc({ daemon: daemon.name, outcome: 'ok' })
    } catch (error) {
      if (signal.aborted || isAbort(error)) return
      if (!(error instanceof RetryableError)) {
        metrics.ticks.inc({ daemon: daemon.name, outcome: 'fatal' })
        log.error({ err: error, daemon: daemon.name }, 'stopped for good')
        throw error
      }
      failures++
      metrics.ticks.inc({ daemon: daemon.name, outcome: 'retry' })
      log.warn({ daemon: daemon.name, failures, reason: error.message }, 'will try again')
    } finally {
      stop()
    }
    const pause = every * Math.min(2 ** Math.max(failures - 1, 0), 16)
    await clock.sleep(Math.max(started + pause - clock.now(), 0), signal).catch(() => {})
  }
}

export declare namespace run {
  type Options = {
    clock: Clock
    /** seconds between the starts of two ticks; doubles with each failure in a row, to 16 times */
    every: number
    log: Log
    metrics: Metrics
    signal: AbortSignal
  }
}
