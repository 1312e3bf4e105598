import { mulDivUp } from '../math.ts'
import * as restaking from '../restaking/index.ts'
import type { Address, Blocks, DepositShares, Shares, Units } from '../units.ts'
import { assetOf, type State } from './state.ts'

/** What a delegator has of an asset by the layer's views: what could be queued, and what is queued, at what it would pay now. */
export type Count = { free: Units; queued: Units }

/** Tokens are converted once a sum, so that a withdrawal's rounding isn't counted twice. */
export function count(state: State, index: Address, asset: Address, block: Blocks): Count {
  const { restaking: layer } = state
  const { strategy } = assetOf(state, asset)
  let queued = 0n
  for (const withdrawal of restaking.queuedWithdrawals(layer, index)) {
    const shares = restaking.queuedShares(layer, withdrawal, block)
    for (const [place, of] of withdrawal.strategies.entries())
      if (of === strategy) queued += shares[place]!
  }
  return {
    free: unitsOf(state, strategy, restaking.withdrawableShares(layer, index, strategy)),
    queued: unitsOf(state, strategy, queued),
  }
}

/** Deposit shares that are worth `units`, up; or all there are. */
export function sharesFor(
  state: State,
  { index, asset, units }: { index: Address; asset: Address; units: Units },
): { shares: DepositShares; worth: Units } {
  const { restaking: layer } = state
  const { strategy } = assetOf(state, asset)
  const deposited: bigint = restaking.depositSharesOf(layer, index, strategy)
  const all: bigint = unitsOf(state, strategy, restaking.withdrawableShares(layer, index, strategy))
  if (all <= units) return { shares: deposited, worth: all }
  return { shares: mulDivUp(deposited, units, all), worth: units }
}

export function rootCount({ restaking: layer }: State, index: Address): number {
  return restaking.queuedWithdrawals(layer, index).length
}

function unitsOf({ restaking: layer }: State, strategy: Address, shares: Shares): Units {
  if (restaking.isBeacon(layer, strategy) || shares === 0n) return shares as bigint
  return restaking.toTokensDown(layer, strategy, shares) as bigint
}
