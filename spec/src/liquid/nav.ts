import * as restaking from '../restaking/index.ts'
import { type Address, type Blocks, type Shares, type Tokens, weiPerGwei } from '../units.ts'
import { type Asset, assetOf, delegatorOf, etherAsset, type State } from './state.ts'

/** What a delegator has of an asset. `queued` is what each withdrawal would pay now; `idle` isn't in the layer, so no slash finds it. */
export type Position = {
  staked: Tokens
  queued: { amount: Tokens; lastSlashable: Blocks }[]
  idle: Tokens
}

/** Read from the restaking layer, whoever put it where it is; never a pod's balance, where slashed ether stays. */
export function position(
  state: State,
  { delegator, asset, block }: { delegator: Address; asset: Address; block: Blocks },
): Position {
  const { restaking: layer } = state
  const of = assetOf(state, asset)
  const shares = restaking.withdrawableShares(layer, delegator, of.strategy)
  const queued = restaking.queuedWithdrawals(layer, delegator).flatMap((withdrawal) => {
    const place = withdrawal.strategies.indexOf(of.strategy)
    if (place < 0) return []
    const pays = restaking.queuedShares(layer, withdrawal, block)[place]!
    const lastSlashable = restaking.lastSlashableBlock(layer, withdrawal)
    return [{ amount: payable(state, asset, of, pays), lastSlashable }]
  })
  return { staked: worth(state, asset, of, shares), queued, idle: idle(state, delegator, asset) }
}

/** All that a delegator has of each asset. */
export function nav(state: State, delegator: Address, block: Blocks): Map<Address, Tokens> {
  return new Map(
    [...state.assets.keys()].map((asset) => [
      asset,
      amountOf(position(state, { delegator, asset, block })),
    ]),
  )
}

export function amountOf({ staked, queued, idle: rest }: Position): Tokens {
  return queued.reduce((sum: bigint, { amount }) => sum + amount, (staked as bigint) + rest)
}

/** How many withdrawals of its are pending. */
export function rootsOf({ restaking: layer }: State, delegator: Address): number {
  return restaking.queuedWithdrawals(layer, delegator).length
}

function worth({ restaking: layer }: State, asset: Address, of: Asset, shares: Shares): Tokens {
  if (asset === etherAsset) return shares as bigint
  return shares === 0n ? 0n : (restaking.toTokensDown(layer, of.strategy, shares) as bigint)
}

/** A pod pays whole gwei. */
function payable(state: State, asset: Address, of: Asset, shares: Shares): Tokens {
  if (asset === etherAsset) return ((shares as bigint) / weiPerGwei) * weiPerGwei
  return worth(state, asset, of, shares)
}

function idle(state: State, delegator: Address, asset: Address): Tokens {
  const { restaking: layer } = state
  if (asset === etherAsset)
    return (layer.ether.get(delegator) ?? 0n) + delegatorOf(state, delegator).pending
  return restaking.tokensOf(layer, assetOf(state, asset).token, delegator) as bigint
}
