import { toAssetsDown, type Wei } from '@cairn/spec'
import type { Vault } from '../chain/index.ts'
import type { Step } from './plan.ts'

/** A fill, if something is eligible, payable, proven freshly enough, and worth a transaction. */
export function planFill(
  { open, slashing, eligible, provenAt, idle, assets, supply, parameters }: Vault,
  { now, minFill }: planFill.Options,
): Step[] {
  if (open || slashing || eligible === 0n || now > provenAt + parameters.freshFor) return []

  const value = toAssetsDown(eligible, assets, supply)
  const payable = value < idle ? value : idle
  if (payable === 0n || (payable < max(minFill, parameters.minFill) && payable < value)) return []
  return [{ type: 'fill', eligible, provenAt }]
}

export declare namespace planFill {
  type Options = {
    /** seconds */
    now: bigint
    /** fills of less are left to grow, unless they finish what is eligible */
    minFill: Wei
  }
}

const max = (a: bigint, b: bigint) => (a > b ? a : b)
