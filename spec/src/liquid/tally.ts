import { mulDivUp } from '../math.ts'
import * as restaking from '../restaking/index.ts'
import type { Address, Blocks, DepositShares, Shares, Units } from '../units.ts'
import { assetOf, type State } from './state.ts'

/** What a delegator has of an asset by the layer's views: what could be queued, and what is queued at what it would pay now. */
export type Count = {
  free: Units
  queued: Units
  /** One by one, and the last block in which a slash finds it. */
  roots: { units: Units; lastSlashable: Blocks }[]
}

/** Tokens are converted once a sum, so that a withdrawal's rounding isn't counted twice. */
export function count(state: State, index: Address, asset: Address, block: Blocks): Count {
  const { restaking: layer } = state
  const { strategy } = assetOf(state, asset)
  const units = (shares: Shares) => unitsOf(state, strategy, shares)
  const roots = restaking.queuedWithdrawals(layer, index).flatMap((withdrawal) => {
    const place = withdrawal.strategies.indexOf(strategy)
    if (place < 0) return []
    const shares: bigint = restaking.queuedShares(layer, withdrawal, block)[place]!
    return [{ shares, lastSlashable: restaking.lastSlashableBlock(layer, withdrawal) }]
  })
  const all = roots.reduce((sum, { shares }) => sum + shares, 0n)
  return {
    free: units(restaking.withdrawableShares(layer, index, strategy)),
    queued: units(all),
    roots: roots.map(({ shares, lastSlashable }) => ({ units: units(shares), lastSlashable })),
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
