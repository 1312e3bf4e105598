import * as restaking from '../restaking/index.ts'
import { max } from '../math.ts'
import { type Address, secondsPerSlot, type Tokens, type Wei } from '../units.ts'
import { book } from './book.ts'
import { nav } from './nav.ts'
import {
  assetOf,
  atomic,
  type Delegator,
  delegatorOf,
  emit,
  type Env,
  magnitudesOf,
  type State,
} from './state.ts'

/** Books what a delegator has by now: losses at once, gains to vest. For anyone to call. */
export function sync(state: State, { delegator }: sync.Args, env: Env): book.ReturnType {
  return atomic(state, () => settle(state, { delegator, received: 0n }, env))
}

export declare namespace sync {
  type Args = { delegator: Address }
}

/** A sync after a move of the vault's own: ether that went to the delegator, or came from it, is neither gain nor loss. */
export function settle(
  state: State,
  { delegator, received }: { delegator: Address; received: Wei },
  env: Env,
): book.ReturnType {
  const of = delegatorOf(state, delegator)
  const found = nav(state, delegator, env.block)
  const totals = new Map<Address, Tokens>()
  for (const [asset, amount] of found)
    totals.set(asset, assetOf(state, asset).total + amount - (of.amounts.get(asset) ?? 0n))

  of.amounts = found
  of.magnitudes = magnitudesOf(state, of.operator)
  of.slashingFactor = restaking.beaconSlashingFactor(state.restaking, delegator)
  prove(state, { delegator, of }, env)

  const booked = book(state, { totals, received }, env)
  emit(state, 'Synced', { delegator, ...booked })
  return booked
}

/** What is known of beacon ether is as old as its pod's newest checkpoint, and was asked before it by whoever was in the line. */
function prove(state: State, { delegator, of }: { delegator: Address; of: Delegator }, env: Env) {
  const { restaking: layer, vault } = state
  const now = { at: env.now, tail: vault.queue.tail }
  const { beacon } = layer.addresses
  const inBeacon =
    restaking.depositSharesOf(layer, delegator, beacon) > 0n ||
    restaking
      .queuedWithdrawals(layer, delegator)
      .some(({ strategies }) => strategies.includes(beacon))
  if (!inBeacon) of.proven = now
  else {
    const checkpointed = layer.pods.get(delegator)?.checkpointed
    const at =
      checkpointed === undefined
        ? of.proven.at
        : max(of.proven.at, env.now - (env.block - checkpointed) * secondsPerSlot)
    if (at > of.proven.at)
      of.proven = { at, tail: at >= of.synced.at ? of.synced.tail : of.proven.tail }
  }
  of.synced = now
}
