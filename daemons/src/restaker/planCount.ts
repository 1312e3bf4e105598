import type { Wei } from '@cairn/spec'
import type { Situation } from './observe.ts'
import type { Step } from './plan.ts'

/**
 * What has to be counted anew. What was lost comes first, for nobody is paid before it is booked: the contract names it. Then a
 * round: opened when it is due, and its delegators synced, those with validators only once these are proven since.
 */
export function planCount(situation: Situation, options: planCount.Options): Step[] {
  return [
    ...planLosses(situation),
    ...planGains(situation, options),
    ...planRound(situation, options),
  ]
}

export declare namespace planCount {
  type Options = {
    /** seconds between two rounds that nobody waits for */
    cadence: bigint
    /** seconds that an open round waits for validators' proofs */
    patience: bigint
    /** what a token has gained is left to the next sync if it is less */
    minGain: Wei
  }
}

function planLosses({ objection }: Situation): Step[] {
  const [place] = objection?.args ?? []
  if (objection?.error === 'Unsynced')
    return [{ type: 'sync', index: Number(place), round: undefined }]
  if (objection?.error === 'Depreciated') return [{ type: 'appraise', asset: Number(place) }]
  return []
}

function planGains({ assets, objection }: Situation, { minGain }: planCount.Options): Step[] {
  if (objection) return []
  return assets.flatMap(({ worth, booked }, asset): Step[] =>
    worth !== undefined && worth - booked >= minGain ? [{ type: 'appraise', asset }] : [],
  )
}

function planRound(situation: Situation, { cadence, patience }: planCount.Options): Step[] {
  const { now, round, delegators, vault } = situation
  const { number, openedAt, dueAt, missing } = round
  const open: Step = { type: 'openRound', after: number }
  if (missing.length === 0) {
    const due = now >= dueAt && (now >= openedAt + cadence || isWaitedFor(situation))
    return due ? [open] : []
  }

  // What it would prove by now is too old to pay by.
  if (now >= dueAt && now > openedAt + vault.parameters.freshFor) return [open]
  return missing
    .filter((index) => now >= openedAt + patience || delegators[index]!.provenAt >= openedAt)
    .map((index): Step => ({ type: 'sync', index, round: number }))
}

/** Ether is here, and somebody who can't have it before a round has ended. */
function isWaitedFor({ now, vault, pending }: Situation) {
  const { idle, eligible, provenAt, parameters } = vault
  const payable = now <= provenAt + parameters.freshFor ? eligible : 0n
  return idle >= parameters.minFill && pending > payable
}
