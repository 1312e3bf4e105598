import { SpecError } from '../error.ts'
import { accrue } from '../ledger/accrue.ts'
import { idle } from '../ledger/idle.ts'
import { assetsAt, toAssetsDown } from '../ledger/rate.ts'
import { max, saturatingSub } from '../math.ts'
import type { Parameters } from '../parameters.ts'
import type { Money } from '../state.ts'
import type { Bps, Seconds, Shares, Wei } from '../units.ts'
import { grown } from './growth.ts'
import { quoteRedeemInstant } from './quoteRedeemInstant.ts'

/** Every way out for `shares`, with the time and the price that the stated inputs suggest. */
export function quoteRedeem(args: quoteRedeem.Args): quoteRedeem.ReturnType {
  const { money, parameters, now, shares } = args
  const accrued = accrue(money, parameters, now)
  const worth = toAssetsDown(shares, accrued.backing - accrued.unvested, accrued.shares)

  return { worth, instant: instant(args), queue: queue(args, worth) }
}

function instant({ money, parameters, now, shares }: quoteRedeem.Args): quoteRedeem.Instant {
  try {
    const { assets, fee, gross } = quoteRedeemInstant({ money, parameters, now, shares })
    return { type: 'open', assets, fee, feeBps: gross > 0n ? (fee * 10_000n) / gross : 0n, at: now }
  } catch (error) {
    if (error instanceof SpecError) return { type: 'closed', error }
    throw error
  }
}

function queue(args: quoteRedeem.Args, worth: Wei): quoteRedeem.Queue {
  const { money, parameters, now, shares, ahead } = args
  const accrued = accrue(money, parameters, now)
  const before = toAssetsDown(ahead, accrued.backing - accrued.unvested, accrued.shares)
  const missing = saturatingSub(before + worth, idle(accrued))

  // In line when a checkpoint opens, paid when it has finished. One that is open now opened before this request.
  const first = nextCheckpoint(args, now)
  const source = missing === 0n ? 'idle' : missing <= args.arriving ? 'withdrawals' : 'exits'
  const paidFrom =
    source === 'idle'
      ? now
      : source === 'withdrawals'
        ? max(args.arrivingAt, now)
        : now + args.exitDelay
  const at = max(first, nextCheckpoint(args, paidFrom)) + args.proofDelay

  return {
    at,
    assets: expectedAt(money, parameters, shares, now, at, args.growthPerYear),
    ahead: before,
    missing,
    source,
    minimum: shares < parameters.minRequest ? parameters.minRequest : undefined,
  }
}

/** When the first checkpoint opens that comes after `from`. */
function nextCheckpoint(
  { dueAt, checkpointInterval, now }: quoteRedeem.Args,
  from: Seconds,
): Seconds {
  const next = max(dueAt, now)
  if (next >= from) return next

  const steps = (from - next + checkpointInterval - 1n) / checkpointInterval
  return next + steps * checkpointInterval
}

/** What is known to vest until `at`, and growth at the stated pace for as long as nothing known vests. */
function expectedAt(
  money: Money,
  parameters: Parameters,
  shares: Shares,
  now: Seconds,
  at: Seconds,
  perYear: bigint,
): Wei {
  const then = accrue(money, parameters, at)
  const known = toAssetsDown(shares, assetsAt(then, at), then.shares)
  const vestedAt = max(money.until, now)

  return at > vestedAt ? grown(known, perYear, at - vestedAt) : known
}

export declare namespace quoteRedeem {
  type Args = {
    money: Money
    parameters: Parameters
    now: Seconds
    shares: Shares
    /** Shares in the line before these: `tail - filled`. */
    ahead: Shares
    /** When the next checkpoint may be opened. */
    dueAt: Seconds
    checkpointInterval: Seconds
    /** From a checkpoint's opening to its last proof and the fill after it. */
    proofDelay: Seconds
    /** wei of withdrawals that were requested and haven't arrived. */
    arriving: Wei
    /** When the last of them should have arrived. */
    arrivingAt: Seconds
    /** From a withdrawal's request to its ether: exit queue, withdrawability delay and sweep. */
    exitDelay: Seconds
    /** Parts in 10¹⁸ a year, as `growthPerYear` says it. */
    growthPerYear: bigint
  }
  type Instant =
    | { type: 'open'; assets: Wei; fee: Wei; feeBps: Bps; at: Seconds }
    | { type: 'closed'; error: SpecError }
  type Queue = {
    /** Estimated time of the fill. */
    at: Seconds
    /** Estimated wei paid then; losses until then would lower it. */
    assets: Wei
    /** wei that is owed before. */
    ahead: Wei
    /** wei that idle ether falls short of, up to and with these shares. */
    missing: Wei
    source: 'idle' | 'withdrawals' | 'exits'
    /** Set if the request is too small: the least that is taken. */
    minimum: Shares | undefined
  }
  type ReturnType = {
    /** wei that the shares are worth now. */
    worth: Wei
    instant: Instant
    queue: Queue
  }
}
