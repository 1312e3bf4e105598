import { SpecError } from '../error.ts'
import { feeIntegralUp } from '../lane/feeIntegral.ts'
import { redeemInstant as vaultRedeemInstant } from '../lane/redeemInstant.ts'
import { accrue, commit } from '../ledger/accrue.ts'
import { vest } from '../ledger/gain.ts'
import { idle } from '../ledger/idle.ts'
import { toAssetsDown } from '../ledger/rate.ts'
import { requireDeadline, requireProven } from '../ledger/requires.ts'
import { setSupply } from '../ledger/supply.ts'
import { burnFrom, requireAllowance, requireBalance, spend } from '../ledger/transfer.ts'
import { fill as vaultFill } from '../queue/fill.ts'
import type { Address, Seconds, Shares, Units, Wei } from '../units.ts'
import { toUnitsDown } from './adapter.ts'
import { requireStamped } from './check.ts'
import { atomic, emit, type Env, sendUnits, spreadName, type State, tokenOf } from './state.ts'

/** The vault's lane, under a stamp. */
export function redeemInstant(state: State, args: vaultRedeemInstant.Args, env: Env): Wei {
  requireDeadline(env.now, args.deadline)
  requireStamped(state, env)
  return vaultRedeemInstant(state.vault, args, env)
}

/** The vault's fill, under a stamp. */
export function fill(state: State, args: vaultFill.Args, env: Env): vaultFill.ReturnType {
  requireStamped(state, env)
  return vaultFill(state.vault, args, env)
}

/** Pays in a token that waits: at the price of the lane, out of the same bucket, and only when the eligible tickets can be filled. */
export function redeemInKind(
  state: State,
  { asset, shares, receiver, owner, minUnits, deadline }: redeemInKind.Args,
  env: Env,
): Units {
  const { now, sender } = env
  const { vault } = state
  requireDeadline(now, deadline)
  const money = accrue(vault.money, vault.parameters, now)
  const worth = money.backing - money.unvested
  const owed = toAssetsDown(money.eligible, worth, money.shares)
  if (owed > idle(money)) throw new SpecError('QueueFirst', { owed, idle: idle(money) })
  requireStamped(state, env)
  requireProven(money, vault.parameters, now)

  return atomic(state, () => {
    const gross = toAssetsDown(shares, worth, money.shares)
    const fee = takeBucket(state, gross)
    const assets = gross - fee
    const byAllowance = sender !== owner && !vault.operators.get(owner)?.has(sender)
    if (byAllowance) requireAllowance(vault, owner, sender, shares)
    requireBalance(vault, owner, shares)
    const units = toUnitsDown(state, asset, assets)
    const of = tokenOf(state, asset)
    const { waiting } = of
    if (units > waiting) throw new SpecError('ExceedsWaiting', { asset, units, waiting })
    if (minUnits !== undefined && units < minUnits)
      throw new SpecError('AssetsBelowMinimum', {
        assets: units as bigint,
        minAssets: minUnits as bigint,
      })

    setSupply(money, money.shares - shares)
    money.backing -= assets
    money.outside -= assets
    money.laneUsed += gross
    vest(money, vault.parameters, now, fee)
    of.waiting = (waiting as bigint) - units
    of.booked -= assets

    commit(vault, money)
    if (byAllowance) spend(vault, owner, sender, shares)
    burnFrom(vault, owner, shares)
    sendUnits(state, { token: of.token, from: spreadName, to: receiver, units })
    const event = { caller: sender, receiver, owner, asset, shares, assets, fee, units }
    emit(state, 'vault', 'RedeemedInKind', event)
    return units
  })
}

export declare namespace redeemInKind {
  type Args = {
    asset: Address
    shares: Shares
    receiver: Address
    owner: Address
    minUnits?: Units
    deadline?: Seconds
  }
}

function takeBucket({ vault }: State, gross: Wei): Wei {
  const { laneUsed: used, laneCapacity: capacity } = vault.money
  const available = capacity - used
  if (gross > available) throw new SpecError('LaneExhausted', { assets: gross, available })

  const { parameters } = vault
  const fee =
    feeIntegralUp(used + gross, capacity, parameters) - feeIntegralUp(used, capacity, parameters)
  if (gross <= fee) throw new SpecError('ZeroAmount', {})
  return fee
}
