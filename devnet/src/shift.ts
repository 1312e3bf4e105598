import { type Daemon, isAbort, RetryableError } from '@cairn/daemons'

/**
 * The daemons of a world at work: one after another, never twice at once. A retryable failure waits for the next round; any
 * other ends the daemon.
 */
export class Shift {
  readonly #daemons: Record<Shift.Manner, Daemon[]>
  readonly #abort = new AbortController()
  readonly #onError: Shift.OnError
  #running: Promise<void> | undefined
  #paused = false

  constructor({ fast, live, onError }: Shift.Options) {
    this.#daemons = { fast: [...fast], live: [...live] }
    this.#onError = onError
  }

  /** Takes on one more, from the next round on. */
  join(daemon: Daemon, manner: Shift.Manner) {
    this.#daemons[manner].push(daemon)
  }

  /** Lets those of these names go, before the next round. */
  dismiss(...names: readonly string[]) {
    for (const daemons of Object.values(this.#daemons))
      daemons.splice(0, daemons.length, ...daemons.filter(({ name }) => !names.includes(name)))
  }

  get paused() {
    return this.#paused
  }

  /** A lapsed prover is something that a world has to be able to show. */
  pause(paused = true) {
    this.#paused = paused
  }

  /** A whole round that begins after this call. */
  async round(manner: Shift.Manner = 'fast'): Promise<void> {
    await this.#running
    await this.#start(manner)
  }

  /** A round, unless one is on its way. */
  nudge() {
    if (!this.#running) void this.#start('live')
  }

  /** Waits for the round that is on its way, and holds the next ones back until `work` is done. */
  async aside<T>(work: () => Promise<T>): Promise<T> {
    // Another may have begun while this one was waited for.
    while (this.#running) await this.#running
    const before = this.#paused
    this.#paused = true
    try {
      return await work()
    } finally {
      this.#paused = before
    }
  }

  async stop() {
    this.#abort.abort()
    await this.#running
  }

  #start(manner: Shift.Manner): Promise<void> {
    this.#running ??= this.#round(this.#daemons[manner]).finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #round(daemons: Daemon[]) {
    for (const daemon of [...daemons]) {
      if (this.#paused || this.#abort.signal.aborted) return
      try {
        await daemon.tick(this.#abort.signal)
      } catch (error) {
        if (this.#abort.signal.aborted || isAbort(error)) return
        const retryable = error instanceof RetryableError
        if (!retryable) daemons.splice(daemons.indexOf(daemon), 1)
        this.#onError({ daemon: daemon.name, error: error as Error, retryable })
      }
    }
  }
}

export declare namespace Shift {
  type Manner = 'fast' | 'live'
  type Options = {
    /** Who works when time is made to pass. */
    fast: readonly Daemon[]
    /** Who works when it passes by itself. */
    live: readonly Daemon[]
    onError: OnError
  }
  type OnError = (failure: { daemon: string; error: Error; retryable: boolean }) => void
}

/** The same daemon, at work no more often than every so many seconds of the world's time. */
export function resting(daemon: Daemon, seconds: number, now: () => number): Daemon {
  let last = Number.NEGATIVE_INFINITY
  return {
    name: daemon.name,
    async tick(signal) {
      if (now() - last < seconds) return
      last = now()
      await daemon.tick(signal)
    },
  }
}
