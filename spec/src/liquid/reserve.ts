import { accrue, commit } from '../ledger/accrue.ts'
import { toAssetsDown, toSharesUp } from '../ledger/rate.ts'
import { setSupply } from '../ledger/supply.ts'
import { burnFrom, move } from '../ledger/transfer.ts'
import { min } from '../math.ts'
import { balanceOf, type Money } from '../state.ts'
import { type Address, bpsWhole, type Shares, type Wei } from '../units.ts'
import { emit, type Env, type State } from './state.ts'

/** Whose shares are the first to lose. */
export const reserveName: Address = 'reserve'

/** Lets the reserve pay for a loss: its shares leave at the rate before it, as if redeemed for what is gone. */
export function absorb(state: State, money: Money, lost: Wei): Wei {
  const assets = money.backing - money.unvested
  const has = balanceOf(state.vault, reserveName)
  const shares = min(toSharesUp(lost, assets, money.shares), has)
  if (shares === 0n) return 0n

  const absorbed = min(toAssetsDown(shares, assets, money.shares), lost)
  setSupply(money, money.shares - shares)
  money.backing -= absorbed
  burnFrom(state.vault, reserveName, shares)
  emit(state, 'Absorbed', { shares, assets: absorbed })
  return absorbed
}

/** Moves the accrued fee shares to the treasury and the reserve, all but the keepers' part. */
export function collectFees(state: State, _: Record<string, never>, { now }: Env): Shares {
  const { vault, parameters } = state
  const money = accrue(vault.money, vault.parameters, now)
  const kept = (money.fees * vault.parameters.tipBps) / bpsWhole
  const shares = money.fees - kept
  const reserved = (shares * parameters.reserveBps) / bpsWhole

  commit(vault, money)
  vault.money.fees = kept
  move(vault, vault.addresses.vault, reserveName, reserved)
  move(vault, vault.addresses.vault, vault.addresses.treasury, shares - reserved)
  emit(state, 'FeesCollected', { shares: shares - reserved, reserved })
  return shares
}
