import { max, min } from '../math.ts'
import { type Epoch, epochStart, type Slot } from '../units.ts'
import { farFutureEpoch, farFutureSlot } from './state.ts'

/** What a list of pending deposits shows of a flight.
 *
 * The list is worked off from its head and grows at its tail, so what entered after ours can only become the head once ours
 * is gone. Two kinds of entries are out of order. Excess balances have slot 0, and show nothing. Deposits of an exiting
 * validator are taken off the head and put at the tail, under their old slot, until it is withdrawable: so for such a
 * validator only a head from then on shows that ours has landed, or one later than a marker (see `proveBar`). */
export function classify({
  slot,
  listed,
  head,
  exitEpoch,
  withdrawableEpoch,
  marker,
}: classify.Args): classify.ReturnType {
  if (listed) return { type: 'waiting' }

  const bar = flightBar(slot, exitEpoch, withdrawableEpoch, marker)
  if (head === undefined || head > bar) return { type: 'arrived' }
  return { type: 'undecided', bar }
}

export declare namespace classify {
  type Args = {
    /** Of the block that made the deposit. */
    slot: Slot
    /** The deposit is in the list. */
    listed: boolean
    /** Slot of the list's first entry; undefined if the list is empty. */
    head: Slot | undefined
    exitEpoch: Epoch
    withdrawableEpoch: Epoch
    /** The flight's `bar`, if a marker was shown. */
    marker?: Slot
  }
  type ReturnType =
    | { type: 'waiting' }
    | { type: 'arrived' }
    /** Neither is shown; a later root will. The head has to be later than `bar`. */
    | { type: 'undecided'; bar: Slot }
}

export function flightBar(
  slot: Slot,
  exitEpoch: Epoch,
  withdrawableEpoch: Epoch,
  marker: Slot = farFutureSlot,
): Slot {
  if (exitEpoch === farFutureEpoch) return slot
  return min(max(slot, epochStart(withdrawableEpoch)), marker)
}
