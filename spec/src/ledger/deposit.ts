import { SpecError } from '../error.ts'
import { type Env, emit, etherOf, moveWeth, pay, type State } from '../state.ts'
import type { Address, Seconds, Shares, Wei } from '../units.ts'
import { accrue, commit } from './accrue.ts'
import { toSharesDown } from './rate.ts'
import { requireDeadline, requireProven, requireReceiver } from './requires.ts'
import { setSupply } from './supply.ts'
import { mintTo } from './transfer.ts'

/** Mints shares for `assets` of WETH, rounded down. */
export function deposit(state: State, args: deposit.Args, env: Env): Shares {
  const shares = enter(state, args, env)
  unwrap(state, env.sender, args.assets)
  return shares
}

export declare namespace deposit {
  type Args = { assets: Wei; receiver: Address; minShares?: Shares; deadline?: Seconds }
}

/** Mints shares for the ether sent, rounded down. */
export function depositETH(state: State, args: depositETH.Args, env: Env): Shares {
  const assets = env.value ?? 0n
  const shares = enter(state, { ...args, assets }, env)
  pay(state, env.sender, state.addresses.vault, assets)
  return shares
}

export declare namespace depositETH {
  type Args = Omit<deposit.Args, 'assets'>
}

function enter(
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
  mintTo(state, receiver, shares)
  emit(state, 'vault', 'Deposit', { sender, owner: receiver, assets, shares })
  return shares
}

/** WETH comes in and is ether at once. */
export function unwrap(state: State, owner: Address, assets: Wei) {
  const { vault } = state.addresses
  moveWeth(state, owner, -assets)
  state.ether.set(vault, etherOf(state, vault) + assets)
}
