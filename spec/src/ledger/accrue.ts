import { SpecError } from '../error.ts'
import { min, uint80Max, uint88Max } from '../math.ts'
import type { Parameters } from '../parameters.ts'
import { emit, type Money, type State } from '../state.ts'
import type { Seconds } from '../units.ts'
import { unvestedAt } from './rate.ts'

/** `money` as it is at `now`: what has vested is in the rate, and its fee is in the shares. Leaves `money` as it was. */
export function accrue(money: Money, parameters: Parameters, now: Seconds): Money {
  const next = { ...money }
  if (now <= money.since) return next

  next.unvested = unvestedAt(money, now)
  next.since = now

  const vested = money.unvested - next.unvested
  if (vested <= money.deficit) {
    next.deficit = money.deficit - vested
    return next
  }

  const gain = vested - money.deficit
  const fee = (gain * parameters.feeBps) / 10_000n
  const assets = next.backing - next.unvested
  // Down, and priced after the fee: the new shares are worth no more than `fee`.
  const room = min(uint80Max - money.fees, uint88Max - money.shares)
  const feeShares = min((fee * money.shares) / (assets - fee), room)

  next.deficit = 0n
  next.shares += feeShares
  next.fees += feeShares
  return next
}

/** Writes what `accrue` computed, and what the verb made of it. Everything that can fail has been checked by now. */
export function commit(state: State, accrued: Money) {
  requireUint88(accrued.shares)
  requireUint88(accrued.backing)

  const minted = accrued.fees - state.money.fees
  state.money = accrued
  if (minted <= 0n) return

  const { zero, vault } = state.addresses
  state.balances.set(vault, accrued.fees)
  emit(state, 'vault', 'Transfer', { from: zero, to: vault, value: minted })
}

/** Where a word of the ledger has no room. */
export function requireUint88(value: bigint) {
  if (value > uint88Max) throw new SpecError('SafeCastOverflowedUintDowncast', { bits: 88n, value })
}

/** The rate at `now`, as every price of the contract counts it. */
export function rate(money: Money, parameters: Parameters, now: Seconds): rate.ReturnType {
  const { shares, backing, unvested } = accrue(money, parameters, now)
  return { assets: backing - unvested, supply: shares }
}

export declare namespace rate {
  type ReturnType = { assets: bigint; supply: bigint }
}
