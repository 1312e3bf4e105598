import { SpecError } from '../error.ts'
import { type Env, emit, type State } from '../state.ts'
import type { Address, Seconds, Shares, Wei } from '../units.ts'
import { accrue, commit } from './accrue.ts'
import { toSharesDown } from './rate.ts'
import { requireDeadline, requireProven, requireReceiver } from './requires.ts'
import { setSupply } from './supply.ts'
import { mintTo } from './transfer.ts'

/** Mints shares for `assets`, rounded down. `deposit` takes WETH, `depositETH` ether: to the ledger they are one. */
export function deposit(
  state: State,
  { assets, receiver, minShares, deadline }: deposit.Args,
  { now, sender }: Env,
): Shares {
  requireDeadline(now, deadline)
  requireReceiver(state, receiver)
  requireProven(state.money, state.parameters, now)

  const money = accrue(state.money, state.parameters, now)
  const shares = toSharesDown(assets, money.backing - money.unvested, money.shares)
  if (shares === 0n) throw new SpecError('ZeroAmount', {})
  if (minShares !== undefined && shares < minShares)
    throw new SpecError('SharesBelowMinimum', { shares, minShares })

  setSupply(money, money.shares + shares)
  money.backing += assets

  commit(state, money)
  state.vaultEther += assets
  mintTo(state, receiver, shares)
  emit(state, 'vault', 'Deposit', { sender, owner: receiver, assets, shares })
  return shares
}

export declare namespace deposit {
  type Args = { assets: Wei; receiver: Address; minShares?: Shares; deadline?: Seconds }
}
