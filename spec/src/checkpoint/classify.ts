import { max } from '../math.ts'
import { type Epoch, epochStart, type Slot } from '../units.ts'
import { farFutureEpoch } from './state.ts'

/** What a pending-deposit list shows of a flight.
 *
 * The list is ordered by slot but for two kinds of entries: deposits of exiting validators, which are appended anew
 * with their old slot, and excess balances, whose slot is 0. Both are *earlier* than their place suggests. So a head that is later
 * than `bar` can only be there if the flight isn't any more. A deposit of a validator that exits may be postponed until it is
 * withdrawable, hence the bar of those. */
export function classify({
  slot,
  listed,
  head,
  exitEpoch,
  withdrawableEpoch,
}: classify.Args): classify.ReturnType {
  if (listed) return { type: 'waiting' }

  const bar = flightBar(slot, exitEpoch, withdrawableEpoch)
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
  }
  type ReturnType =
    | { type: 'waiting' }
    | { type: 'arrived' }
    /** Neither is shown; a later root will. The head has to be later than `bar`. */
    | { type: 'undecided'; bar: Slot }
}

export function flightBar(slot: Slot, exitEpoch: Epoch, withdrawableEpoch: Epoch): Slot {
  return exitEpoch === farFutureEpoch ? slot : max(slot, epochStart(withdrawableEpoch))
}
