import { SpecError } from '../error.ts'
import { min } from '../math.ts'
import type { Epoch, Gwei, Slot } from '../units.ts'
import { flightOf } from './proveArrived.ts'
import { requireWithdrawable } from './requires.ts'
import { farFutureEpoch, type Registry } from './state.ts'

/** Shows, by a deposit behind it in the list, how late a head can be and still be ahead of a flight.
 *
 * The marker's validator has no exit epoch and had none before, so the marker is where it entered, in its slot. What is
 * ahead of it was in the list by then: entered no later, or is of slot 0, or was put at the tail again under a slot older
 * still. And the flight's own validator is withdrawable, so from this state on it isn't put at the tail again. */
export function proveBar(
  registry: Registry,
  { id, slot, withdrawableEpoch, deposit, marker }: proveBar.Args,
) {
  const flight = flightOf(registry, id)
  if (!flight) throw new SpecError('NoDepositInFlight', { id })
  requireWithdrawable(id, slot, withdrawableEpoch)
  if (deposit.amount !== flight.amount || deposit.slot !== flight.slot)
    throw new SpecError('WrongPendingDeposit', { id })
  const { beaconIndex } = marker
  if (marker.slot === 0n) throw new SpecError('WrongMarker', { beaconIndex, slot: marker.slot })
  if (marker.exitEpoch !== farFutureEpoch) throw new SpecError('ValidatorExiting', { beaconIndex })

  // Every marker's bar holds; the lowest tells the most.
  flight.bar = min(flight.bar, marker.slot)
}

export declare namespace proveBar {
  type Args = {
    id: bigint
    /** Of the state that is proven. */
    slot: Slot
    withdrawableEpoch: Epoch
    /** The flight, as the list has it. */
    deposit: { amount: Gwei; slot: Slot }
    /** A later entry of the list, and its validator. */
    marker: { slot: Slot; beaconIndex: bigint; exitEpoch: Epoch }
  }
}
