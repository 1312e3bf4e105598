import { SpecError } from '../error.ts'
import { stake } from '../ledger/stake.ts'
import { saturatingSub } from '../math.ts'
import type { Env, State } from '../state.ts'
import { type Gwei, gweiToWei, slotAt } from '../units.ts'
import { maxEffective, maxFlights, type Registry } from './state.ts'

/** Sends idle ether to a proven validator; it is in flight until a list of pending deposits shows otherwise. */
export function topUp(registry: Registry, vault: State, { id, amount }: topUp.Args, { now }: Env) {
  const { parameters, flights, validators, checkpoint } = registry
  const validator = validators[Number(id)]
  if (!validator || validator.retired) throw new SpecError('UnknownValidator', { id })
  if (flights.some((flight) => flight.id === id)) throw new SpecError('DepositInFlight', { id })
  if (BigInt(flights.length) >= maxFlights)
    throw new SpecError('TooManyFlights', { maximum: maxFlights })
  const minimum = parameters.minTopUp
  const maximum = saturatingSub(maxEffective, validator.balance)
  if (amount < minimum || amount > maximum)
    throw new SpecError('TopUpOutOfRange', { amount, minimum, maximum })

  stake(vault, { assets: gweiToWei(amount) }, { now, sender: vault.addresses.registry })
  flights.push({
    id,
    amount,
    slot: slotAt(now, parameters.genesisTime),
    // Made while one is open, it is later than the pin and not part of it.
    checkpoint: checkpoint.open ? checkpoint.number : 0n,
  })
}

export declare namespace topUp {
  type Args = { id: bigint; amount: Gwei }
}
