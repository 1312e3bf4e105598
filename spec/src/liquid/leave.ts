import { SpecError } from '../error.ts'
import { min } from '../math.ts'
import * as restaking from '../restaking/index.ts'
import { type Address, type Blocks, bpsWhole, type Wei } from '../units.ts'
import { maxRoots } from './parameters.ts'
import { position, rootsOf } from './nav.ts'
import { assetOf, type Env, etherAsset, type State } from './state.ts'
import { toTokensUp, toWeiDown } from './value.ts'

/** What a delegator has in the layer's queue. */
export function underWay(state: State, delegator: Address, block: Blocks): Wei {
  let sum = 0n
  for (const [asset, { rate }] of state.assets) {
    const { queued } = position(state, { delegator, asset, block })
    for (const { amount } of queued) sum += toWeiDown(amount, rate)
  }
  return sum
}

/** Queues what is worth `assets`, or all there is, one withdrawal an asset: what can't be completed holds up nothing else. */
export function queueOut(
  state: State,
  { delegator, assets }: { delegator: Address; assets: Wei },
  env: Env,
): Wei {
  let left: bigint = assets
  for (const asset of state.assets.keys()) {
    if (left <= 0n) break
    const { rate } = assetOf(state, asset)
    const { staked } = position(state, { delegator, asset, block: env.block })
    if (staked === 0n) continue
    if (rootsOf(state, delegator) >= maxRoots)
      throw new SpecError('TooManyRoots', { delegator, maximum: BigInt(maxRoots) })

    const amount = min(staked, toTokensUp(left, rate))
    queuePart(state, { delegator, asset, amount, all: amount === staked }, env)
    left -= toWeiDown(amount, rate)
  }
  return assets - (left > 0n ? left : 0n)
}

type Part = { delegator: Address; asset: Address; amount: bigint; all: boolean }

function queuePart(state: State, { delegator, asset, amount, all }: Part, env: Env) {
  const { restaking: layer } = state
  const { strategy } = assetOf(state, asset)
  const held = restaking.depositSharesOf(layer, delegator, strategy)
  const shares = asset === etherAsset ? amount : restaking.toSharesDown(layer, strategy, amount)
  const worth = { staker: delegator, strategy, shares }
  const deposited = all ? held : min(restaking.convertToDepositShares(layer, worth), held)
  const params = [{ strategies: [strategy], depositShares: [deposited] }]
  restaking.queueWithdrawals(layer, { params }, { ...env, sender: delegator })
}

export function partOf(all: Wei, bps: bigint): Wei {
  return (all * bps) / bpsWhole
}
