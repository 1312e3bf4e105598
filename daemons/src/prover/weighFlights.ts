import { farFutureEpoch, type ValidatorRecord } from '@cairn/beacon'
import { checkpoint } from '@cairn/spec'
import type { Flight } from '../chain/index.ts'
import type { Facts } from './observe.ts'

export type Evidence = {
  /** in the order of their places in the list, as the proof wants them */
  waiting: { id: number; listIndex: number }[]
  /** ascending by beacon index */
  arrived: number[]
  /** neither: a later root will tell */
  undecided: number[]
}

/** What one state can prove of deposits in flight, by the rule of `spec`. Flights that are newer than the state are left out. */
export function weighFlights(
  facts: Facts,
  flights: readonly Flight[],
  credentials: string,
): Evidence {
  const evidence: Evidence = { waiting: [], arrived: [], undecided: [] }
  for (const flight of flights) {
    const { id, amount, slot } = flight
    const validator = facts.validators.get(id)
    if (!validator || slot > facts.slot) continue

    const place = facts.pending.ofFlights.find(
      (deposit) =>
        deposit.pubkey === validator.pubkey &&
        deposit.withdrawalCredentials === credentials &&
        deposit.amount === amount &&
        BigInt(deposit.slot) === slot,
    )
    const { headSlot } = facts.pending
    if (place) evidence.waiting.push({ id, listIndex: place.index })
    else if (headSlot === undefined || headSlot > barOf(flight, validator))
      evidence.arrived.push(id)
    else evidence.undecided.push(id)
  }

  const indexOf = (id: number) => facts.validators.get(id)!.index
  evidence.waiting.sort((a, b) => a.listIndex - b.listIndex)
  evidence.arrived.sort((a, b) => indexOf(a) - indexOf(b))
  return evidence
}

/** A head of a later slot shows that the flight has landed; a marker that was proven lowers it for one that leaves. */
function barOf({ slot, bar }: Flight, { exitEpoch, withdrawableEpoch }: ValidatorRecord) {
  const usual = checkpoint.flightBar(slot, exitEpoch, withdrawableEpoch)
  return exitEpoch !== farFutureEpoch && bar < usual ? bar : usual
}
