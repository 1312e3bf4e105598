import { SpecError } from '../error.ts'
import { feeIntegralUp } from '../lane/feeIntegral.ts'
import { redeemInstant as vaultRedeemInstant } from '../lane/redeemInstant.ts'
import { accrue, commit } from '../ledger/accrue.ts'
import { vest } from '../ledger/gain.ts'
import { idle } from '../ledger/idle.ts'
import { toAssetsDown } from '../ledger/rate.ts'
import { requireDeadline, requirePaying, requireProven } from '../ledger/requires.ts'
import { setSupply } from '../ledger/supply.ts'
import { burnFrom, requireAllowance, requireBalance, spend } from '../ledger/transfer.ts'
import { min, saturatingSub } from '../math.ts'
import { fill as vaultFill } from '../queue/fill.ts'
import type { Address, Seconds, Shares, Tokens, Wei } from '../units.ts'
import { appraise } from './appraise.ts'
import { requireChecked } from './check.ts'
import { assetOf, atomic, emit, type Env, etherAsset, liveRate, type State } from './state.ts'
import { sendTokens, vaultName } from './state.ts'
import { toTokensDown, toWeiDown } from './value.ts'

/** The vault's lane, where a check says that the rate is one. */
export function redeemInstant(state: State, args: vaultRedeemInstant.Args, env: Env): Wei {
  requireChecked(state, env)
  return vaultRedeemInstant(state.vault, args, env)
}

/** The vault's fill, where a check says that the rate is one. */
export function fill(state: State, args: vaultFill.Args, env: Env): vaultFill.ReturnType {
  requireChecked(state, env)
  return vaultFill(state.vault, args, env)
}

/** Pays `shares` in a token that the vault holds: from the same bucket as the lane, at the same fee, behind the same tickets. */
export function redeemInKind(
  state: State,
  { asset, shares, receiver, owner, minAmount, deadline }: redeemInKind.Args,
  env: Env,
): Tokens {
  const { now, sender } = env
  const { vault } = state
  requireDeadline(now, deadline)
  requireChecked(state, env)
  requirePaying(vault.money)
  requireProven(vault.money, vault.parameters, now)
  const of = assetOf(state, asset)
  if (asset === etherAsset) throw new SpecError('UnknownAsset', { asset })
  if (!liveRate(state, asset).paying) throw new SpecError('AssetSuspended', { asset })

  return atomic(state, () => {
    appraise(state, { asset }, env)
    const money = accrue(vault.money, vault.parameters, now)
    const { laneUsed: used, laneCapacity: capacity } = money
    const worth = money.backing - money.unvested
    const gross = toAssetsDown(shares, worth, money.shares)
    const owed = toAssetsDown(money.eligible, worth, money.shares)
    const held = toWeiDown(of.held, of.rate)
    const unowed = saturatingSub(idle(money) + held, owed)
    const available = min(capacity - used, min(held, unowed))
    if (gross > available) throw new SpecError('LaneExhausted', { assets: gross, available })

    const fee =
      feeIntegralUp(used + gross, capacity, vault.parameters) -
      feeIntegralUp(used, capacity, vault.parameters)
    if (gross <= fee) throw new SpecError('ZeroAmount', {})
    const amount = toTokensDown(gross - fee, of.rate)
    if (amount === 0n) throw new SpecError('ZeroAmount', {})
    if (minAmount !== undefined && amount < minAmount)
      throw new SpecError('AssetsBelowMinimum', {
        assets: amount as bigint,
        minAssets: minAmount as bigint,
      })
    const byAllowance = sender !== owner && !vault.operators.get(owner)?.has(sender)
    if (byAllowance) requireAllowance(vault, owner, sender, shares)
    requireBalance(vault, owner, shares)

    const left = toWeiDown(of.total, of.rate) - toWeiDown(of.total - amount, of.rate)
    setSupply(money, money.shares - shares)
    money.backing -= left
    money.outside -= left
    money.laneUsed += gross
    vest(money, vault.parameters, now, saturatingSub(gross, left))
    of.held -= amount
    of.total -= amount

    commit(vault, money)
    if (byAllowance) spend(vault, owner, sender, shares)
    burnFrom(vault, owner, shares)
    sendTokens(state, { token: of.token, from: vaultName(state), to: receiver, amount })
    emit(state, 'RedeemedInKind', { caller: sender, receiver, owner, asset, shares, amount, fee })
    return amount
  })
}

export declare namespace redeemInKind {
  type Args = {
    asset: Address
    shares: Shares
    receiver: Address
    owner: Address
    minAmount?: Tokens
    deadline?: Seconds
  }
}
