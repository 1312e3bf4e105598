import type { Arithmetic } from '../arithmetic/exact.ts'
import type { Submission } from '../history/events.ts'
import type { Snapshot } from '../history/snapshot.ts'
import type { Day } from '../units.ts'
import { byStakeInSet } from './byStakeInSet.ts'
import { operatorDirected } from './operatorDirected.ts'
import { pooled } from './pooled.ts'
import type { Pay } from './toStakers.ts'

/** Pays what a submission promises for its days up to `last`. */
export function distribute(
  submission: Submission,
  { last, snapshotOf, arithmetic, payOn }: distribute.Options,
) {
  // The first day isn't over when it begins; the last one is paid by what was so when it ended.
  const days = Array.from({ length: submission.days }, (_, i) => submission.start + 1 + i)
  const snapshots = days.filter((day) => day <= last).map(snapshotOf)

  switch (submission.kind) {
    case 'avs':
    case 'allEarners':
    case 'allStakers':
      for (const day of snapshots) pooled(submission, day, arithmetic, payOn(day))
      return
    case 'uniqueStake':
    case 'totalStake':
      for (const day of snapshots) byStakeInSet(submission, day, arithmetic, payOn(day))
      return
    case 'operatorDirectedAvs':
    case 'operatorDirectedSet':
      // It is handed in after its last day, so either all of its days are over or, as yet, none counts.
      if (snapshots.length < days.length) return
      return operatorDirected(submission, snapshots, arithmetic, payOn)
  }
}

export declare namespace distribute {
  type Options = {
    last: Day
    snapshotOf: (day: Day) => Snapshot
    arithmetic: Arithmetic
    payOn: (snapshot: Snapshot) => Pay
  }
}
