import { SpecError } from '../error.ts'
import { stake } from '../ledger/stake.ts'
import type { Env, State } from '../state.ts'
import { type Gwei, gweiToWei, type Seconds, type Slot, slotAt } from '../units.ts'
import { flightOf } from './proveArrived.ts'
import {
  requireActive,
  requireRecent,
  requireSince,
  requireStaying,
  type Shown,
  topUpRange,
} from './requires.ts'
import { farFutureSlot, maxFlights, type Registry } from './state.ts'

/** Sends idle ether to a validator; it is in flight until a list of pending deposits shows otherwise. */
export function topUp(
  registry: Registry,
  vault: State,
  { id, amount, timestamp, slot, validator: shown }: topUp.Args,
  { now }: Env,
) {
  const validator = requireActive(registry, id)
  if (flightOf(registry, id)) throw new SpecError('DepositInFlight', { id })
  requireRecent(timestamp, now)
  // The effective balance is to hold what has landed.
  requireSince(registry, { timestamp, slot }, validator.landedSlot, now)
  requireStaying(validator, shown)
  const { minimum, maximum } = topUpRange(registry, vault, validator, shown.effectiveBalance, now)
  if (amount < minimum || amount > maximum)
    throw new SpecError('TopUpOutOfRange', { amount, minimum, maximum })
  const { flights, parameters } = registry
  if (BigInt(flights.length) === maxFlights)
    throw new SpecError('TooManyFlights', { maximum: maxFlights })

  stake(vault, { assets: gweiToWei(amount) }, { now, sender: vault.addresses.registry })
  flights.push({
    id,
    amount,
    slot: slotAt(now, parameters.genesisTime),
    checkpoint: 0n,
    bar: farFutureSlot,
  })
}

export declare namespace topUp {
  type Args = {
    id: bigint
    amount: Gwei
    timestamp: Seconds
    /** Of the state that is proven. */
    slot: Slot
    validator: Shown
  }
}
