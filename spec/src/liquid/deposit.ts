import { SpecError } from '../error.ts'
import { accrue, commit, requireUint88 } from '../ledger/accrue.ts'
import { toSharesDown } from '../ledger/rate.ts'
import { requireDeadline, requireProven, requireReceiver } from '../ledger/requires.ts'
import { setSupply } from '../ledger/supply.ts'
import { mintTo } from '../ledger/transfer.ts'
import { saturatingSub } from '../math.ts'
import { emit as vaultEmit } from '../state.ts'
import {
  type Address,
  bpsWhole,
  type Seconds,
  type Shares,
  type Units,
  type Wei,
} from '../units.ts'
import { toAssetsDown } from './adapter.ts'
import { emit, type Env, issuerOf, sendUnits, spreadName, type State, tokenOf } from './state.ts'

/** Mints shares for `units` of a token, at its issuer's rate less the haircut, which the next appraisal finds and lets vest. */
export function deposit(
  state: State,
  { asset, units, receiver, minShares, deadline }: deposit.Args,
  env: Env,
): Shares {
  requireDeadline(env.now, deadline)
  const of = tokenOf(state, asset)
  const { sound, closed } = issuerOf(state, asset)
  if (!sound || closed) throw new SpecError('IssuerUnsound', { token: of.token })
  const worth = toAssetsDown(state, asset, units)
  const room = saturatingSub(of.capWei, of.booked)
  if (worth > room) throw new SpecError('DoorClosed', { asset, assets: worth, room })

  const assets = (worth * (bpsWhole - of.haircutBps)) / bpsWhole
  const shares = credit(state, { receiver, assets, minShares }, env)
  of.waiting = (of.waiting as bigint) + units
  of.booked += assets
  sendUnits(state, { token: of.token, from: env.sender, to: spreadName, units })
  emit(state, 'spread', 'Deposited', { sender: env.sender, receiver, asset, units, assets })
  return shares
}

export declare namespace deposit {
  type Args = {
    asset: Address
    units: Units
    receiver: Address
    minShares?: Shares
    deadline?: Seconds
  }
}

/** Mints shares for something outside the vault. */
export function credit(
  { vault }: State,
  { receiver, assets, minShares = 0n }: { receiver: Address; assets: Wei; minShares?: Shares },
  { now }: Pick<Env, 'now'>,
): Shares {
  requireReceiver(vault, receiver)
  requireProven(vault.money, vault.parameters, now)

  const money = accrue(vault.money, vault.parameters, now)
  const shares = toSharesDown(assets, money.backing - money.unvested, money.shares)
  if (shares === 0n) throw new SpecError('ZeroAmount', {})
  if (shares < minShares) throw new SpecError('SharesBelowMinimum', { shares, minShares })

  setSupply(money, money.shares + shares)
  money.backing += assets
  money.outside += assets
  requireUint88(money.outside)
  commit(vault, money)
  mintTo(vault, receiver, shares)
  vaultEmit(vault, 'vault', 'Deposit', { sender: spreadName, owner: receiver, assets, shares })
  return shares
}
