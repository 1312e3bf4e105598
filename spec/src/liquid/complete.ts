import { SpecError } from '../error.ts'
import * as restaking from '../restaking/index.ts'
import { etherOf } from '../state.ts'
import type { Address } from '../units.ts'
import { appraise } from './appraise.ts'
import { shortfallOf } from './lay.ts'
import { measure } from './measure.ts'
import { maxRoots } from './parameters.ts'
import { mayGet, requireRoots } from './route.ts'
import { assetOf, atomic, delegatorOf, emit, type Env, ETHER } from './state.ts'
import { sendUnits, spreadName, type State } from './state.ts'

/** Completes a withdrawal of one strategy, whoever queued it: as tokens; or as shares, if nobody waits for ether, the policy has nothing
 * against the delegator, and it has few withdrawals queued. For anyone to call. */
export function complete(state: State, { index, withdrawal, asTokens }: complete.Args, env: Env) {
  if (withdrawal.strategies.length !== 1)
    throw new SpecError('NotOneStrategy', { root: withdrawal })
  const asset = assetWith(state, withdrawal.strategies[0]!)
  delegatorOf(state, index)

  atomic(state, () => {
    measure(state, index, env)
    if (!asTokens) {
      requireRoots(state, index, maxRoots)
      const wanted = shortfallOf(state, env.now) > 0n
      if (wanted || !mayGet(state, { index, asset, assets: 0n }, env))
        throw new SpecError('Breached', { index })
    }

    const { token } = assetOf(state, asset)
    const paid = asset === ETHER ? etherBy : tokensBy
    const before = paid(state, index, token)
    restaking.completeQueuedWithdrawal(
      state.restaking,
      { withdrawal, tokens: [token], receiveAsTokens: asTokens },
      { ...env, sender: index },
    )
    const units = paid(state, index, token) - before
    if (asset === ETHER) {
      restaking.moveEther(state.restaking, index, -units)
      delegatorOf(state, index).paid += units
      give(state, units)
    } else {
      sendUnits(state, { token, from: index, to: spreadName, units })
      assetOf(state, asset).waiting = (assetOf(state, asset).waiting as bigint) + units
    }
    measure(state, index, env, asset)
    appraise(state, { asset }, env)
    emit(state, 'spread', 'Completed', { index, asset, root: withdrawal, units })
  })
}

export declare namespace complete {
  type Args = { index: Address; withdrawal: restaking.Withdrawal; asTokens: boolean }
}

function assetWith({ assets }: State, strategy: Address): Address {
  for (const [name, of] of assets) if (of.strategy === strategy) return name
  throw new SpecError('UnknownAsset', { asset: BigInt(assets.size) })
}

function etherBy({ restaking: layer }: State, index: Address): bigint {
  return layer.ether.get(index) ?? 0n
}

function tokensBy({ restaking: layer }: State, index: Address, token: Address): bigint {
  return restaking.tokensOf(layer, token, index)
}

/** wei that were accounted outside come to the vault. */
export function give(state: State, assets: bigint) {
  const { vault } = state
  assetOf(state, ETHER).booked -= assets
  vault.money.outside -= assets
  vault.ether.set(vault.addresses.vault, etherOf(vault, vault.addresses.vault) + assets)
}
