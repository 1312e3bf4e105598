import { min, saturatingSub } from '../math.ts'
import { type Gwei, type Seconds, secondsPerDay, slotAt } from '../units.ts'
import type { Finished, Registry, Requests, Validator } from './state.ts'

/** gwei that a validator keeps, and below which it can't be active. */
export const stakeKept: Gwei = 32_000_000_000n
export const ejection: Gwei = 16_000_000_000n
/** gwei. While a partial withdrawal is pending, the beacon chain ignores a full exit: dust must not block one. */
export const minPartial: Gwei = 1_000_000_000n
const windowLength: Seconds = 4n * secondsPerDay

export function windowAt(now: Seconds): bigint {
  return now / windowLength
}

export function requestsAt({ requests }: Registry, now: Seconds): Requests {
  const window = windowAt(now)
  const age = window - requests.window
  if (age === 0n) return { ...requests }
  return { window, current: 0n, previous: age === 1n ? requests.current : 0n }
}

/** gwei asked for and neither seen to arrive nor forgotten. */
export function withdrawing(registry: Registry, now: Seconds): Gwei {
  const { current, previous } = requestsAt(registry, now)
  return current + previous + registry.finished.leaving
}

/** gwei that partial withdrawals could bring from a validator of this balance. */
export function spareOf(balance: Gwei): Gwei {
  return balance < stakeKept + minPartial ? 0n : balance - stakeKept
}

/** gwei on the validator as last proven, less what it was asked for since the previous window began. */
export function left({ balance, left: noted, window }: Validator, now: Seconds): Gwei {
  return windowAt(now) > window + 1n ? balance : min(balance, noted)
}

/** The same, or nothing if the beacon chain would ignore the request for the validator's youth. */
export function askable(registry: Registry, validator: Validator, now: Seconds): Gwei {
  const epoch = slotAt(now, registry.parameters.genesisTime) / 32n
  return epoch < validator.askableFrom ? 0n : left(validator, now)
}

/** What a checkpoint found replaces what was expected. Ether beyond what left with exits is that of partial
 * withdrawals, the oldest first. */
export function settleRequests(registry: Registry, now: Seconds, leaving: Gwei, spare: Gwei) {
  const { finished } = registry
  const arrived = saturatingSub(finished.swept, saturatingSub(finished.leaving, leaving))
  const requests = requestsAt(registry, now)
  requests.current = saturatingSub(requests.current, saturatingSub(arrived, requests.previous))
  requests.previous = saturatingSub(requests.previous, arrived)

  registry.requests = requests
  finished.swept = 0n
  finished.leaving = leaving
  finished.spare = saturatingSub(spare, requests.current + requests.previous)
}

/** Until a checkpoint finds out. */
export function expect(finished: Finished, leaving: Gwei, spent: Gwei) {
  finished.leaving += leaving
  finished.spare = saturatingSub(finished.spare, spent)
}
