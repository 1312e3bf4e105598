import { SpecError } from '../error.ts'
import { accrue, commit } from '../ledger/accrue.ts'
import { requireProven } from '../ledger/requires.ts'
import * as restaking from '../restaking/index.ts'
import { etherOf } from '../state.ts'
import {
  type Address,
  bpsWhole,
  type Gwei,
  gweiToWei,
  type Seconds,
  type Wei,
  weiPerEther,
  weiPerGwei,
} from '../units.ts'
import { appraise } from './appraise.ts'
import { credit } from './deposit.ts'
import { measure } from './measure.ts'
import { arrivedBps, maxFlights, maxStake, minStake, predeposit } from './parameters.ts'
import { sync } from './round.ts'
import { requireRoom, stakeable } from './route.ts'
import { assetOf, atomic, delegatorOf, emit, type Env, ETHER, type State } from './state.ts'

/** An operator's word that these validators are its own: no others' are topped up. */
export function offer(state: State, { pubkeyRoots }: offer.Args, { sender }: Pick<Env, 'sender'>) {
  const of = state.offered.get(sender) ?? new Set()
  state.offered.set(sender, of)
  for (const pubkeyRoot of pubkeyRoots) {
    of.add(pubkeyRoot)
    emit(state, 'native', 'Offered', { operator: sender, pubkeyRoot })
  }
}

export declare namespace offer {
  type Args = { pubkeyRoots: readonly string[] }
}

/** Tops a validator up that is proven to be the pod's. Its operator made the first deposit, and gets shares for it. For anyone to call. */
export function stake(state: State, { index, pubkeyRoot, assets }: stake.Args, env: Env) {
  if (assets < minStake || assets > maxStake || assets % weiPerEther !== 0n)
    throw new SpecError('AmountOutOfBounds', { assets, minimum: minStake, maximum: maxStake })
  requirePod(state, index)
  if (state.staked.has(pubkeyRoot)) throw new SpecError('AlreadyStaked', { pubkeyRoot })
  // Anyone can point a validator at a pod. Whose key it is, only the operator can say.
  if (!state.offered.get(delegatorOf(state, index).operator)?.has(pubkeyRoot))
    throw new SpecError('NotOffered', { pubkeyRoot })
  if (delegatorOf(state, index).flights.size === maxFlights)
    throw new SpecError('TooManyFlights', { index, maximum: BigInt(maxFlights) })

  atomic(state, () => {
    const { flights, operator } = delegatorOf(state, index)
    const whole = assets + predeposit
    flights.set(pubkeyRoot, whole)
    state.staked.add(pubkeyRoot)
    emit(state, 'native', 'Staked', { index, pubkeyRoot, assets })

    requireRoom(state, { index, asset: ETHER, units: assets as bigint, assets }, env)
    assetOf(state, ETHER).booked += whole
    credit(state, { receiver: operator, assets: predeposit }, env)
    leaveVault(state, assets, env)
    measure(state, index, env, ETHER)
    appraise(state, { asset: ETHER }, env)
  })
}

export declare namespace stake {
  type Args = { index: Address; pubkeyRoot: string; assets: Wei }
}

function leaveVault(state: State, assets: Wei, { now }: Env) {
  const { vault } = state
  const money = accrue(vault.money, vault.parameters, now)
  requireProven(money, vault.parameters, now)
  commit(vault, money)
  const left = stakeable(state, now)
  if (assets > left) throw new SpecError('ExceedsStakeable', { assets, stakeable: left })

  vault.money.outside += assets
  vault.ether.set(vault.addresses.vault, etherOf(vault, vault.addresses.vault) - assets)
}

/** A validator's credentials are shown to the pod, by a root of `provenAt`, which finds `gwei` there: from here on the layer counts it,
 * and we don't. */
export function verifyCredentials(
  state: State,
  { index, pubkeyRoot, gwei, provenAt }: verifyCredentials.Args,
  env: Env,
) {
  const assets: bigint = flightOf(state, index, pubkeyRoot)
  const found: bigint = gwei ?? assets / weiPerGwei
  // Who brings a validator to life with less can't have the rest of ours forgotten on its way.
  if (found * weiPerGwei < (assets * arrivedBps) / bpsWhole)
    throw new SpecError('NotArrived', { pubkeyRoot })
  atomic(state, () => {
    const of = delegatorOf(state, index)
    if (of.validators.size === 0) of.verifiedAt = provenAt ?? env.now
    of.validators.set(pubkeyRoot, found)
    const update = { podOwner: index, previous: 0n, change: gweiToWei(found) as bigint }
    restaking.recordBalanceUpdate(state.restaking, update, { sender: restaking.podName(index) })
    of.flights.delete(pubkeyRoot)
    emit(state, 'native', 'Landed', { index, pubkeyRoot, assets })
    sync(state, { index }, env)
  })
}

export declare namespace verifyCredentials {
  type Args = { index: Address; pubkeyRoot: string; gwei?: Gwei; provenAt?: Seconds }
}

/** A validator that was slashed, or is leaving, before the pod knew it: what it still has will come by the pod's balance. For anyone
 * to call. */
export function writeOff(
  state: State,
  { index, pubkeyRoot }: { index: Address; pubkeyRoot: string },
  env: Env,
) {
  const assets = flightOf(state, index, pubkeyRoot)
  atomic(state, () => {
    delegatorOf(state, index).flights.delete(pubkeyRoot)
    emit(state, 'native', 'WrittenOff', { index, pubkeyRoot, assets })
    sync(state, { index }, env)
  })
}

function flightOf(state: State, index: Address, pubkeyRoot: string): Wei {
  const assets = delegatorOf(state, index).flights.get(pubkeyRoot)
  if (assets === undefined) throw new SpecError('NotInFlight', { pubkeyRoot })
  return assets
}

export function requirePod({ restaking: layer }: State, index: Address) {
  if (!layer.pods.has(index)) throw new SpecError('NoPod', { index })
}
