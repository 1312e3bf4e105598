import type { Wei } from '@cairn/spec'
import { planFill } from '../keeper/planFill.ts'
import type { Situation } from './observe.ts'
import type { Step } from './plan.ts'

// Blocks that a transaction may take to be included.
const margin = 2n

/** A fill as for csETH, and the stamp that it needs. */
export function planPayment(
  { now, block, vault, objection }: Situation,
  { minFill, keepStamped }: planPayment.Options,
): Step[] {
  if (objection) return []
  const { stampedAt, stampFor, eligible } = vault
  const slack = stampFor > margin ? margin : 1n
  const stamped = block + slack <= stampedAt + stampFor
  const fills = planFill(vault, { now, minFill })
  if (stamped) return fills.map((): Step => ({ type: 'fill', eligible, stampedAt }))
  return fills.length > 0 || keepStamped ? [{ type: 'check', after: stampedAt }] : []
}

export declare namespace planPayment {
  type Options = {
    /** fills of less are left to grow, unless they finish what is eligible */
    minFill: Wei
    /** whether the stamp is renewed even if nobody is to be filled: for the lane */
    keepStamped: boolean
  }
}
