import { SpecError } from '../error.ts'
import { accrue } from '../ledger/accrue.ts'
import { balance } from '../ledger/idle.ts'
import { max, saturatingSub } from '../math.ts'
import { type Env, queuedShares, type State } from '../state.ts'
import { type Address, type Gwei, type Seconds, weiToGweiUp } from '../units.ts'
import { flightOf } from './proveArrived.ts'
import {
  askable,
  ejection,
  expect,
  left,
  minPartial,
  requestsAt,
  spareOf,
  stakeKept,
  windowAt,
  withdrawing,
} from './requests.ts'
import { requireActive } from './requires.ts'
import type { Registry, Validator } from './state.ts'

/** Asks the beacon chain for `amount` gwei of a validator, or for all of it if 0. */
export function requestWithdrawal(
  registry: Registry,
  vault: State,
  { id, amount }: requestWithdrawal.Args,
  { now, sender }: Env,
) {
  const validator = requireActive(registry, id)
  const { beaconIndex } = validator
  if (validator.slashed) throw new SpecError('ValidatorSlashed', { beaconIndex })

  if (amount !== 0n) askPart(registry, vault, validator, amount, now)
  else if (!validator.exiting) askAll(registry, vault, { id, validator, now, sender })
}

export declare namespace requestWithdrawal {
  type Args = { id: bigint; amount: Gwei }
}

/** gwei, rounded up, that the vault falls short of and that nobody has asked for. */
export function need(registry: Registry, vault: State, now: Seconds): Gwei {
  const accrued = accrue(vault.money, vault.parameters, now)
  const { shortfall } = balance(accrued, vault.parameters, queuedShares(vault.queue))
  return saturatingSub(weiToGweiUp(shortfall), withdrawing(registry, now))
}

function askPart(
  registry: Registry,
  vault: State,
  validator: Validator,
  amount: Gwei,
  now: Seconds,
) {
  const { beaconIndex } = validator
  if (validator.exiting) throw new SpecError('ValidatorExiting', { beaconIndex })
  const shortfall = need(registry, vault, now)
  if (shortfall === 0n || amount > max(shortfall, minPartial))
    throw new SpecError('ExceedsShortfall', { amount, shortfall })
  const leaves = askable(registry, validator, now)
  const maximum = saturatingSub(leaves, stakeKept)
  if (amount < minPartial || amount > maximum)
    throw new SpecError('WithdrawalOutOfRange', { amount, maximum })

  validator.left = leaves - amount
  validator.window = windowAt(now)
  registry.requests = requestsAt(registry, now)
  registry.requests.current += amount
  expect(registry.finished, 0n, amount)
}

function askAll(
  registry: Registry,
  vault: State,
  {
    id,
    validator,
    now,
    sender,
  }: { id: bigint; validator: Validator; now: Seconds; sender: Address },
) {
  const { finished, parameters } = registry
  // Not even the curator: until it is withdrawable, nothing would show where the deposit is.
  if (flightOf(registry, id)) throw new SpecError('DepositInFlight', { id })
  if (sender !== parameters.curator) {
    const shortfall = need(registry, vault, now)
    const amount = left(validator, now)
    if (shortfall === 0n) throw new SpecError('ExceedsShortfall', { amount, shortfall })
    if (shortfall <= finished.spare)
      throw new SpecError('PartialFirst', { partialCapacity: finished.spare })
  }
  // The beacon chain would ignore it; and it would count as leaving, and be given no more stake.
  if (askable(registry, validator, now) < ejection)
    throw new SpecError('WithdrawalOutOfRange', { amount: 0n, maximum: 0n })

  leave(registry, validator, now)
}

/** Counts all that is on the validator as on its way. */
export function leave({ finished, progress, found }: Registry, validator: Validator, now: Seconds) {
  const leaves = left(validator, now)

  validator.left = 0n
  validator.window = windowAt(now)
  validator.exiting = true
  expect(finished, leaves, spareOf(leaves))

  // The open checkpoint has already counted it among those that stay.
  if (progress.open && validator.checkpoint === progress.number) {
    progress.leaving += validator.balance
    found.spare = saturatingSub(found.spare, spareOf(validator.balance))
  }
}

/** Takes back what a slashed validator was counted on for: what it holds comes weeks after what others can bring. */
export function countOut(
  { finished, progress, found }: Registry,
  validator: Validator,
  now: Seconds,
) {
  const { balance, exiting } = validator
  if (exiting) finished.leaving = saturatingSub(finished.leaving, balance)
  else finished.spare = saturatingSub(finished.spare, spareOf(left(validator, now)))

  if (!progress.open || validator.checkpoint !== progress.number) return
  if (exiting) progress.leaving = saturatingSub(progress.leaving, balance)
  else found.spare = saturatingSub(found.spare, spareOf(balance))
}
