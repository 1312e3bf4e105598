import { SpecError } from '../error.ts'
import { uint256Max } from '../math.ts'
import { balanceOf, type Env, emit, type State } from '../state.ts'
import type { Address, Shares } from '../units.ts'
import { requireReceiver } from './requires.ts'

export function transfer(state: State, { to, shares }: transfer.Args, { sender }: Env): boolean {
  requireReceiver(state, to)
  requireBalance(state, sender, shares)

  move(state, sender, to, shares)
  return true
}

export declare namespace transfer {
  type Args = { to: Address; shares: Shares }
}

export function transferFrom(
  state: State,
  { from, to, shares }: transferFrom.Args,
  { sender }: Env,
): boolean {
  requireReceiver(state, to)
  requireAllowance(state, from, sender, shares)
  requireBalance(state, from, shares)

  spend(state, from, sender, shares)
  move(state, from, to, shares)
  return true
}

export declare namespace transferFrom {
  type Args = { from: Address; to: Address; shares: Shares }
}

export function requireBalance(state: State, owner: Address, needed: Shares) {
  const balance = balanceOf(state, owner)
  if (balance < needed) throw new SpecError('InsufficientBalance', { owner, balance, needed })
}

export function requireAllowance(state: State, owner: Address, spender: Address, needed: Shares) {
  const allowance = allowanceOf(state, owner, spender)
  if (allowance < needed)
    throw new SpecError('InsufficientAllowance', { spender, allowance, needed })
}

export function allowanceOf(state: State, owner: Address, spender: Address): Shares {
  return state.allowances.get(owner)?.get(spender) ?? 0n
}

/** An allowance of 2²⁵⁶ − 1 is never used up. */
export function spend(state: State, owner: Address, spender: Address, shares: Shares) {
  const of = state.allowances.get(owner)
  const allowance = of?.get(spender) ?? 0n
  if (allowance !== uint256Max) of?.set(spender, allowance - shares)
}

export function move(state: State, from: Address, to: Address, shares: Shares) {
  state.balances.set(from, balanceOf(state, from) - shares)
  state.balances.set(to, balanceOf(state, to) + shares)
  emit(state, 'vault', 'Transfer', { from, to, value: shares })
}

export function mintTo(state: State, to: Address, shares: Shares) {
  state.balances.set(to, balanceOf(state, to) + shares)
  emit(state, 'vault', 'Transfer', { from: state.addresses.zero, to, value: shares })
}

export function burnFrom(state: State, from: Address, shares: Shares) {
  state.balances.set(from, balanceOf(state, from) - shares)
  emit(state, 'vault', 'Transfer', { from, to: state.addresses.zero, value: shares })
}
