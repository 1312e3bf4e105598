import { SpecError } from '../error.ts'
import { accrue } from '../ledger/accrue.ts'
import { balance } from '../ledger/idle.ts'
import { requireProven } from '../ledger/requires.ts'
import { min } from '../math.ts'
import * as restaking from '../restaking/index.ts'
import { queuedShares } from '../state.ts'
import type { Address, Seconds, Tokens, Wei } from '../units.ts'
import { isClosed, room } from './room.ts'
import { assetOf, atomic, delegatorOf, emit, type Env, etherAsset, type State } from './state.ts'
import { sendTokens, vaultName } from './state.ts'
import { settle, sync } from './sync.ts'
import { toTokensDown, toWeiUp } from './value.ts'

/** Puts what is idle, and owed to nobody, to work at a delegator. For anyone to call. */
export function route(state: State, { delegator, asset, amount }: route.Args, env: Env) {
  delegatorOf(state, delegator)
  requireProven(state.vault.money, state.vault.parameters, env.now)

  atomic(state, () => {
    sync(state, { delegator }, env)
    if (isClosed(state, delegator, env)) throw new SpecError('DelegatorClosed', { delegator })
    const assets = toWeiUp(amount, assetOf(state, asset).rate)
    const left = room(state, delegator, env)
    if (amount === 0n) throw new SpecError('ZeroAmount', {})
    if (assets > left) throw new SpecError('ExceedsRoom', { delegator, assets, room: left })

    if (asset === etherAsset) moveIdle(state, delegator, amount, env)
    else moveHeld(state, { delegator, asset, amount }, env)
    emit(state, 'Routed', { delegator, asset, amount })
  })
}

export declare namespace route {
  type Args = { delegator: Address; asset: Address; amount: Tokens }
}

function moveIdle(state: State, delegator: Address, amount: bigint, env: Env) {
  const free = stakeable(state, env.now)
  if (amount > free) throw new SpecError('ExceedsStakeable', { assets: amount, stakeable: free })
  const { vault } = state
  vault.ether.set(vaultName(state), (vault.ether.get(vaultName(state)) ?? 0n) - amount)
  restaking.moveEther(state.restaking, delegator, amount)
  settle(state, { delegator, received: amount }, env)
}

/** What left the vault counts where it arrived; what rounding took on the way is lost. */
function moveHeld(state: State, { delegator, asset, amount }: route.Args, env: Env) {
  const of = assetOf(state, asset)
  if (amount > of.held) throw new SpecError('ExceedsHeld', { asset, amount, held: of.held })

  const { token, strategy } = of
  const deposit = { strategy, token, amount: amount as bigint }
  const { amounts } = delegatorOf(state, delegator)
  of.held -= amount
  amounts.set(asset, ((amounts.get(asset) ?? 0n) as bigint) + amount)
  sendTokens(state, { token, from: vaultName(state), to: delegator, amount })
  restaking.deposit(state.restaking, deposit, { ...env, sender: delegator })
  settle(state, { delegator, received: 0n }, env)
}

export function stakeable(state: State, now: Seconds): Wei {
  const { money, parameters, queue } = state.vault
  return balance(accrue(money, parameters, now), parameters, queuedShares(queue)).stakeable
}

/** What to route next: the delegator farthest below its target, and as much as it may get. */
export function nextRoute(state: State, env: Pick<Env, 'now' | 'block'>): route.Args | undefined {
  let best: (route.Args & { left: Wei }) | undefined
  for (const delegator of state.delegators.keys()) {
    const left = room(state, delegator, env)
    for (const [asset, { held, rate }] of state.assets) {
      const has = asset === etherAsset ? stakeable(state, env.now) : held
      const amount = min(has, toTokensDown(left, rate))
      if (amount > 0n && (!best || left > best.left)) best = { delegator, asset, amount, left }
    }
  }
  return best && { delegator: best.delegator, asset: best.asset, amount: best.amount }
}

/** Sends a delegator's idle ether to the beacon chain, for a validator of its pod. */
export function stakeEther(state: State, { delegator, amount }: stakeEther.Args, env: Env) {
  const has: bigint = state.restaking.ether.get(delegator) ?? 0n
  if (amount > has)
    throw new SpecError('ExceedsHeld', { asset: etherAsset, amount: amount as bigint, held: has })
  atomic(state, () => {
    restaking.moveEther(state.restaking, delegator, -amount)
    delegatorOf(state, delegator).pending += amount
    settle(state, { delegator, received: 0n }, env)
  })
}

export declare namespace stakeEther {
  type Args = { delegator: Address; amount: Wei }
}

/** What was on its way is shown to the pod: from here on the layer counts it. */
export function creditPod(state: State, { delegator, amount }: stakeEther.Args, env: Env) {
  const of = delegatorOf(state, delegator)
  if (amount > of.pending)
    throw new SpecError('ExceedsHeld', {
      asset: etherAsset,
      amount: amount as bigint,
      held: of.pending as bigint,
    })
  atomic(state, () => {
    delegatorOf(state, delegator).pending -= amount
    const update = { podOwner: delegator, previous: 0n, change: amount as bigint }
    const sender = restaking.podName(delegator)
    restaking.recordBalanceUpdate(state.restaking, update, { sender })
    settle(state, { delegator, received: 0n }, env)
  })
}
