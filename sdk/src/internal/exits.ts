import * as spec from '@cairn/spec'
import { type Assumptions, usualAssumptions } from '../assumptions.ts'
import type { CairnError } from '../errors/base.ts'
import { fromSpec } from '../errors/decode.ts'
import { max } from './math.ts'
import type { Pace } from './readPace.ts'
import type { ChainState } from './readState.ts'

/** Leaving at once. `closed` says why, and so what would open it. */
export type InstantExit =
  | {
      type: 'open'
      /** wei paid */
      assets: bigint
      /** wei kept by the vault */
      fee: bigint
      /** basis points of what the shares are worth, rounded down */
      feeBps: bigint
    }
  | { type: 'closed'; reason: CairnError }

/** Leaving by the queue. What it pays is what the shares are worth at the fill: nobody knows it before. */
export type QueueExit = {
  /** seconds: the estimated time of the fill */
  at: bigint
  /** wei estimated to be paid then; a loss until then would lower it */
  assets: bigint
  /** wei that the line is owed before */
  ahead: bigint
  /** wei that idle ether falls short of, up to and with these shares */
  missing: bigint
  /** Where the ether comes from. */
  source: 'idle' | 'withdrawals' | 'exits'
  /** shares, 18 decimals: the least that a request takes, if these are fewer */
  minimum: bigint | undefined
}

export type Exits = {
  /** wei that the shares are worth now */
  worth: bigint
  instant: InstantExit
  queue: QueueExit
}

/** Both ways out for `shares` that would have `ahead` before them in the line. */
export function exitsOf({ state, pace, assume, shares, ahead }: exitsOf.Args): Exits {
  const { money, parameters, now, dueAt, withdrawing } = state
  const { checkpointEvery, proofDelay, exitDelay } = { ...usualAssumptions, ...assume }
  const expected = money.provenAt + checkpointEvery

  const { worth, instant, queue } = spec.quoteRedeem({
    money,
    parameters,
    now,
    shares,
    ahead,
    dueAt: max(expected, dueAt),
    checkpointInterval: checkpointEvery,
    proofDelay,
    arriving: withdrawing,
    arrivingAt: (pace.withdrawalRequestedAt ?? now) + exitDelay,
    exitDelay,
    growthPerYear: pace.growthPerYear ?? 0n,
  })

  return {
    worth,
    queue,
    instant:
      instant.type === 'closed'
        ? { type: 'closed', reason: fromSpec(instant.error) }
        : { type: 'open', assets: instant.assets, fee: instant.fee, feeBps: instant.feeBps },
  }
}

export declare namespace exitsOf {
  type Args = {
    state: ChainState
    pace: Pace
    assume?: Partial<Assumptions> | undefined
    shares: bigint
    ahead: bigint
  }
}

/** The queue's exit for a ticket's pending shares: at once, if the newest checkpoint made them eligible and the ether is there. */
export function ticketExitOf(args: exitsOf.Args): QueueExit {
  const { queue, worth } = exitsOf(args)
  const { money, parameters, now } = args.state

  const eligible = args.ahead + args.shares <= money.eligible
  const fresh = now <= money.provenAt + parameters.freshFor
  const paying = !money.open && !money.slashing
  if (!(eligible && fresh && paying && queue.source === 'idle'))
    return { ...queue, minimum: undefined }

  return { ...queue, at: now, assets: worth, minimum: undefined }
}
