import { accrue, commit, requireUint88 } from '../ledger/accrue.ts'
import { gain } from '../ledger/gain.ts'
import { loss } from '../ledger/loss.ts'
import { toAssetsDown } from '../ledger/rate.ts'
import { setSupply } from '../ledger/supply.ts'
import { burnFrom } from '../ledger/transfer.ts'
import { min, mulDivUp } from '../math.ts'
import { balanceOf } from '../state.ts'
import type { Seconds, Wei } from '../units.ts'
import { emit, type State } from './state.ts'

/** Books what became of a part of what is outside: a gain vests, a loss is in the rate at once. The treasury's shares bear it before
 * anyone else's: they leave at the rate before, and what they were worth fills the hole. */
export function book(state: State, { was, found }: book.Args, { now }: { now: Seconds }): Wei {
  const { vault } = state
  const delta = (found as bigint) - was
  if (delta === 0n) return 0n

  const money = accrue(vault.money, vault.parameters, now)
  let [covered, shares] = [0n, 0n]
  if (delta < 0n) {
    const { treasury } = vault.addresses
    const assets = money.backing - money.unvested
    const held: bigint = balanceOf(vault, treasury)
    const worth: bigint = toAssetsDown(held, assets, money.shares)
    covered = min(worth, -delta)
    if (covered > 0n) {
      shares = covered === worth ? held : mulDivUp(covered, money.shares, assets)
      setSupply(money, money.shares - shares)
      money.backing -= covered
    }
    loss(money, -delta - covered)
  } else gain(money, vault.parameters, now, delta)

  money.outside += delta
  requireUint88(money.outside)
  commit(vault, money)
  if (covered > 0n) burnFrom(vault, vault.addresses.treasury, shares)
  emitBooked(state, delta)
  if (covered > 0n) emit(state, 'vault', 'Covered', { covered, shares })
  return delta
}

export declare namespace book {
  type Args = { was: Wei; found: Wei }
}

/** Ether that came just now, for no shares: it vests. */
export function earn(state: State, assets: Wei, { now }: { now: Seconds }) {
  const { vault } = state
  const money = accrue(vault.money, vault.parameters, now)
  gain(money, vault.parameters, now, assets)
  commit(vault, money)
  emitBooked(state, assets)
}

export function emitBooked(state: State, delta: bigint) {
  const { backing, unvested, shares: supply } = state.vault.money
  emit(state, 'vault', 'Booked', { delta, backing, unvested, supply })
}
