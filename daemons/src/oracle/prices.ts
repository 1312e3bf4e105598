import { RetryableError } from '../runtime/index.ts'

/** Where an operator finds the price of a moment. */
export type Prices = {
  /** @param time seconds. @returns 18 decimals */
  at(time: bigint, signal: AbortSignal): Promise<bigint>
}

const unit = 10n ** 18n

/** A feed at `url`: `GET <url>?at=<seconds>` answers `{ "price": "3012.45" }`. */
export function httpPrices(url: string): Prices {
  return {
    async at(time, signal) {
      const asked = new URL(url)
      asked.searchParams.set('at', String(time))
      const response = await fetch(asked, { signal })
      const body = response.ok ? ((await response.json()) as { price?: unknown } | null) : null
      const text = body?.price
      if (typeof text === 'string' && /^\d{1,18}(\.\d{1,18})?$/.test(text) && toUnits(text) > 0n)
        return toUnits(text)
      throw new RetryableError(`${url} has no price of ${time} (${response.status}).`)
    },
  }
}

/** For devnets: a price that wanders around `middle`, the same for all who ask, without anybody to ask. */
export function wanderingPrices({ middle = 3_000n * unit, seed = 1n } = {}): Prices {
  return {
    at: async (time) => {
      // Three waves of hours, days and weeks, each at most two percent.
      const waves = [3_600n * 7n, 86_400n * 3n, 604_800n * 2n].map((length, i) => {
        const phase = (time + seed * BigInt(i + 1) * 7_919n) % length
        const rise = phase * 2n < length ? phase : length - phase
        return (middle * rise) / (length * 25n)
      })
      return waves.reduce((sum, wave) => sum + wave, (middle * 97n) / 100n)
    },
  }
}

function toUnits(text: string) {
  const [whole, fraction = ''] = text.split('.')
  return BigInt(whole!) * unit + BigInt(fraction.padEnd(18, '0'))
}
