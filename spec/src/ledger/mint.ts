import { SpecError } from '../error.ts'
import { type Env, emit, type State } from '../state.ts'
import type { Address, Seconds, Shares, Wei } from '../units.ts'
import { accrue, commit } from './accrue.ts'
import { toAssetsUp } from './rate.ts'
import { unwrap } from './deposit.ts'
import { requireDeadline, requireProven, requireReceiver } from './requires.ts'
import { setSupply } from './supply.ts'
import { mintTo } from './transfer.ts'

/** Mints `shares` for what they are worth, rounded up. */
export function mint(
  state: State,
  { shares, receiver, maxAssets, deadline }: mint.Args,
  { now, sender }: Env,
): Wei {
  requireDeadline(now, deadline)
  requireReceiver(state, receiver)
  requireProven(state.money, state.parameters, now)

  const money = accrue(state.money, state.parameters, now)
  const assets = toAssetsUp(shares, money.backing - money.unvested, money.shares)
  if (shares === 0n) throw new SpecError('ZeroAmount', {})
  if (maxAssets !== undefined && assets > maxAssets)
    throw new SpecError('AssetsAboveMaximum', { assets, maxAssets })

  setSupply(money, money.shares + shares)
  money.backing += assets

  commit(state, money)
  unwrap(state, sender, assets)
  mintTo(state, receiver, shares)
  emit(state, 'vault', 'Deposit', { sender, owner: receiver, assets, shares })
  return assets
}

export declare namespace mint {
  type Args = { shares: Shares; receiver: Address; maxAssets?: Wei; deadline?: Seconds }
}
