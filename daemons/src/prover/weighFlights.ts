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
  for (const { id, amount, slot, bar } of flights) {
    const validator = facts.validators.get(id)
    if (!validator || slot > facts.slot) continue

    const place = facts.pending.ofFlights.find(
      (deposit) =>
        deposit.pubkey === validator.pubkey &&
        deposit.withdrawalCredentials === credentials &&
        deposit.amount === amount &&
        BigInt(deposit.slot) === slot,
    )
    const { type } = checkpoint.classify({
      slot,
      listed: place !== undefined,
      head: facts.pending.headSlot,
      exitEpoch: validator.exitEpoch,
      withdrawableEpoch: validator.withdrawableEpoch,
      marker: bar,
    })
    if (type === 'waiting') evidence.waiting.push({ id, listIndex: place!.index })
    else evidence[type].push(id)
  }

  evidence.waiting.sort((a, b) => a.listIndex - b.listIndex)
  const indexOf = (id: number) => facts.validators.get(id)!.index
  evidence.arrived.sort((a, b) => indexOf(a) - indexOf(b))
  return evidence
}
