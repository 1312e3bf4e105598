import { SpecError } from '../error.ts'
import { type Env, emit, type State } from '../state.ts'
import type { Address, Shares, Wei } from '../units.ts'
import { accrue, commit } from './accrue.ts'
import { toSharesDown } from './rate.ts'
import { requireProven, requireReceiver, requireRegistry } from './requires.ts'
import { setSupply } from './supply.ts'
import { mintTo } from './transfer.ts'

/** A deposit whose ether is on the beacon chain already. */
export function credit(
  state: State,
  { receiver, assets }: credit.Args,
  { now, sender }: Env,
): Shares {
  requireRegistry(state, sender)
  requireReceiver(state, receiver)
  requireProven(state.money, state.parameters, now)

  const money = accrue(state.money, state.parameters, now)
  const shares = toSharesDown(assets, money.backing - money.unvested, money.shares)
  if (shares === 0n) throw new SpecError('ZeroAmount', {})

  setSupply(money, money.shares + shares)
  money.backing += assets
  money.outside += assets

  commit(state, money)
  mintTo(state, receiver, shares)
  emit(state, 'vault', 'Deposit', { sender, owner: receiver, assets, shares })
  return shares
}

export declare namespace credit {
  type Args = { receiver: Address; assets: Wei }
}
