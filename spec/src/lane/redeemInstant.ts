import { SpecError } from '../error.ts'
import { accrue, commit } from '../ledger/accrue.ts'
import { vest } from '../ledger/gain.ts'
import { requireDeadline } from '../ledger/requires.ts'
import { setSupply } from '../ledger/supply.ts'
import { burnFrom, requireAllowance, requireBalance, spend } from '../ledger/transfer.ts'
import { type Env, emit, pay, type State } from '../state.ts'
import type { Address, Seconds, Shares, Wei } from '../units.ts'
import { priceInstant } from './previewRedeemInstant.ts'

/** Pays `shares` now, from the bucket, less the lane's fee, which becomes a gain of those who stay. */
export function redeemInstant(
  state: State,
  { shares, receiver, owner, minAssets, deadline }: redeemInstant.Args,
  { now, sender }: Env,
): Wei {
  requireDeadline(now, deadline)

  const money = accrue(state.money, state.parameters, now)
  const { gross, fee } = priceInstant(money, state.parameters, now, shares)
  const assets = gross - fee
  if (minAssets !== undefined && assets < minAssets)
    throw new SpecError('AssetsBelowMinimum', { assets, minAssets })
  const byAllowance = sender !== owner && !state.operators.get(owner)?.has(sender)
  if (byAllowance) requireAllowance(state, owner, sender, shares)
  requireBalance(state, owner, shares)

  setSupply(money, money.shares - shares)
  money.backing -= assets
  money.laneUsed += gross
  vest(money, state.parameters, now, fee)

  commit(state, money)
  if (byAllowance) spend(state, owner, sender, shares)
  burnFrom(state, owner, shares)
  pay(state, state.addresses.vault, receiver, assets)
  emit(state, 'vault', 'RedeemedInstant', { caller: sender, receiver, owner, shares, assets, fee })
  return assets
}

export declare namespace redeemInstant {
  type Args = {
    shares: Shares
    receiver: Address
    owner: Address
    minAssets?: Wei
    deadline?: Seconds
  }
}
