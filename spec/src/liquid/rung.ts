import { SpecError } from '../error.ts'
import { accrue } from '../ledger/accrue.ts'
import { balance } from '../ledger/idle.ts'
import { max, min, mulDivUp } from '../math.ts'
import * as restaking from '../restaking/index.ts'
import { queuedShares } from '../state.ts'
import { type Address, bpsWhole, type Wei } from '../units.ts'
import { isClosed } from './room.ts'
import { queueOut, underWay } from './leave.ts'
import { amountOf, position, rootsOf } from './nav.ts'
import { ladderRoots } from './parameters.ts'
import { assetOf, atomic, delegatorOf, emit, type Env, etherAsset, type State } from './state.ts'
import { vaultName } from './state.ts'
import { settle, sync } from './sync.ts'
import { toWeiDown } from './value.ts'

/** Queues a delegator's part of the day's rung: so much that in a delay's time something matures every day. */
export function rung(state: State, { delegator }: rung.Args, env: Env): Wei {
  const of = delegatorOf(state, delegator)
  const readyAt = (of.rungAt as bigint) + state.parameters.rungInterval
  if (of.rungAt !== 0n && env.block < readyAt)
    throw new SpecError('RungTooEarly', { delegator, readyAt })
  if (rootsOf(state, delegator) >= ladderRoots)
    throw new SpecError('TooManyRoots', { delegator, maximum: BigInt(ladderRoots) })

  return atomic(state, () => {
    sync(state, { delegator }, env)
    const assets = rungOf(state, delegator, env)
    const queued = queueOut(state, { delegator, assets }, env)
    if (queued === 0n) throw new SpecError('ZeroAmount', {})
    delegatorOf(state, delegator).rungAt = env.block
    settle(state, { delegator, received: 0n }, env)
    emit(state, 'Rung', { delegator, assets: queued })
    return queued
  })
}

export declare namespace rung {
  type Args = { delegator: Address }
}

/** By what it has of all that is at delegators: a part of the usual rung, or of what the queue and the lane lack. */
export function rungOf(state: State, delegator: Address, env: Pick<Env, 'now' | 'block'>): Wei {
  const { money, parameters, queue } = state.vault
  const accrued = accrue(money, parameters, env.now)
  const { shortfall } = balance(accrued, parameters, queuedShares(queue))
  const usual = ((accrued.backing - accrued.unvested) * state.parameters.rungBps) / bpsWhole
  const names = [...state.delegators.keys()]
  const coming = names.reduce((sum, name) => sum + underWay(state, name, env.block), 0n)
  const need = max(usual, shortfall - coming)

  const has = names.map((name) => worthOf(state, name, env))
  const all = has.reduce((sum, of) => sum + of, 0n)
  if (all === 0n) return 0n
  return min(need, all) === 0n ? 0n : mulDivUp(min(need, all), has[names.indexOf(delegator)]!, all)
}

function worthOf(state: State, delegator: Address, { block }: Pick<Env, 'block'>): bigint {
  let sum = 0n
  for (const [asset, { rate }] of state.assets)
    sum += toWeiDown(amountOf(position(state, { delegator, asset, block })), rate)
  return sum
}

/** Completes a withdrawal that has waited: into the vault where that lacks ether, back into stake where it doesn't. For anyone
 * to call, for whatever withdrawals there are, whoever queued them. */
export function collect(state: State, { delegator, nonce }: collect.Args, env: Env) {
  delegatorOf(state, delegator)
  const { restaking: layer } = state
  const withdrawal = layer.withdrawals.get(restaking.withdrawalKey({ staker: delegator, nonce }))
  if (!withdrawal) throw new SpecError('WithdrawalNotQueued', {})

  atomic(state, () => {
    sync(state, { delegator }, env)
    const { money, parameters, queue } = state.vault
    const accrued = accrue(money, parameters, env.now)
    const lacking = balance(accrued, parameters, queuedShares(queue)).shortfall > 0n
    const receiveAsTokens = lacking || isClosed(state, delegator, env)
    const tokens = withdrawal.strategies.map((of) => layer.strategies.get(of)!.token)
    restaking.completeQueuedWithdrawal(
      state.restaking,
      { withdrawal, tokens, receiveAsTokens },
      { ...env, sender: delegator },
    )
    sweep(state, { delegator }, env)
    emit(state, 'Collected', { delegator, nonce, receiveAsTokens })
  })
}

export declare namespace collect {
  type Args = { delegator: Address; nonce: bigint }
}

/** Brings to the vault what a delegator has outside of the layer; ether on its way to the beacon chain has left it. */
export function sweep(state: State, { delegator }: rung.Args, env: Env) {
  const { restaking: layer, vault } = state
  settle(state, { delegator, received: 0n }, env)
  const idle: bigint = layer.ether.get(delegator) ?? 0n
  layer.ether.set(delegator, 0n)
  vault.ether.set(vaultName(state), (vault.ether.get(vaultName(state)) ?? 0n) + idle)

  for (const asset of state.assets.keys()) {
    if (asset === etherAsset) continue
    const of = assetOf(state, asset)
    const amount: bigint = restaking.tokensOf(layer, of.token, delegator)
    const { amounts } = delegatorOf(state, delegator)
    const to = vaultName(state)
    restaking.moveTokens(layer, of.token, { from: delegator, to, amount })
    amounts.set(asset, (amounts.get(asset) ?? 0n) - amount)
    of.held += amount
  }
  settle(state, { delegator, received: -idle }, env)
}
