import type { Address, Hex } from 'viem'
import { type Arithmetic, exact } from '../arithmetic/exact.ts'
import { budgetOf, type RewardEvent, type Submission } from '../history/events.ts'
import { follow } from '../history/follow.ts'
import { type Snapshot, snapshot } from '../history/snapshot.ts'
import { type Day, midnightOf } from '../units.ts'
import { distribute } from './distribute.ts'

/** What everyone has earned in all, by token, in its smallest unit. Whoever counted for something is in it, if only with 0. */
export type Earnings = Map<Address, Map<Address, bigint>>

/** What a submission has paid up to now. What it hasn't when its days are over is dust, and stays in the contract. */
export type Account = { submission: Submission; budget: bigint; paid: bigint }

export type Row = { earner: Address; day: Day; hash: Hex; token: Address; amount: bigint }

export type Distribution = { end: Day; earnings: Earnings; accounts: Account[] }

/**
 * Earnings up to and with day `end`, from what happened before day `end + 1`. It depends on nothing else, so that anybody who
 * reads the same chain computes the same root, whenever and however often.
 */
export function compute(
  events: Iterable<RewardEvent>,
  { end, arithmetic = exact, onRow }: compute.Options,
): Distribution {
  const history = follow(events, midnightOf(end + 1))
  const snapshots = new Map<Day, Snapshot>()
  const earnings: Earnings = new Map()

  const accounts = history.submissions.map((submission) => {
    const { hash, token } = submission
    const account: Account = { submission, budget: budgetOf(submission), paid: 0n }
    const payOn =
      ({ day }: Snapshot) =>
      (earner: Address, amount: bigint) => {
        const tokens = earnings.get(earner) ?? new Map<Address, bigint>()
        tokens.set(token, (tokens.get(token) ?? 0n) + amount)
        earnings.set(earner, tokens)
        account.paid += amount
        onRow?.({ earner, day, hash, token, amount })
      }
    distribute(submission, { last: end, snapshotOf, arithmetic, payOn })
    return account
  })
  return { end, earnings, accounts }

  function snapshotOf(day: Day) {
    const made = snapshots.get(day) ?? snapshot(history, day)
    snapshots.set(day, made)
    return made
  }
}

export declare namespace compute {
  type Options = {
    end: Day
    arithmetic?: Arithmetic
    /** told of each payment; one earner may have several of a day and a submission */
    onRow?: (row: Row) => void
  }
}
