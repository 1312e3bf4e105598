import { SpecError } from '../error.ts'
import { accrue, commit, requireUint88 } from '../ledger/accrue.ts'
import { vest } from '../ledger/gain.ts'
import { toSharesDown } from '../ledger/rate.ts'
import { requireDeadline, requireProven, requireReceiver } from '../ledger/requires.ts'
import { setSupply } from '../ledger/supply.ts'
import { mintTo } from '../ledger/transfer.ts'
import { saturatingSub } from '../math.ts'
import {
  type Address,
  bpsWhole,
  type Seconds,
  secondsPerDay,
  type Shares,
  type Tokens,
  type Wei,
} from '../units.ts'
import { appraise } from './appraise.ts'
import { type Asset, assetOf, atomic, emit, type Env, etherAsset } from './state.ts'
import { liveRate, sendTokens, type State, vaultName } from './state.ts'
import { toWeiDown } from './value.ts'

/** Mints shares for another token: at its issuer's rate, less the haircut, which vests for all. */
export function depositAsset(
  state: State,
  { asset, amount, receiver, minShares, deadline }: depositAsset.Args,
  env: Env,
): Shares {
  const { now, sender } = env
  const { vault } = state
  requireDeadline(now, deadline)
  requireReceiver(vault, receiver)
  const of = assetOf(state, asset)
  if (asset === etherAsset) throw new SpecError('UnknownAsset', { asset })
  if (!liveRate(state, asset).paying) throw new SpecError('AssetSuspended', { asset })
  requireProven(vault.money, vault.parameters, now)

  return atomic(state, () => {
    appraise(state, { asset }, env)
    const { token, rate } = of
    const before = toWeiDown(of.total, rate)
    const worth = toWeiDown((of.total as bigint) + amount, rate) - before
    const assets = (worth * (bpsWhole - of.haircutBps)) / bpsWhole

    const money = accrue(vault.money, vault.parameters, now)
    const shares = toSharesDown(assets, money.backing - money.unvested, money.shares)
    if (shares === 0n) throw new SpecError('ZeroAmount', {})
    if (minShares !== undefined && shares < minShares)
      throw new SpecError('SharesBelowMinimum', { shares, minShares })

    setSupply(money, money.shares + shares)
    money.backing += worth
    money.outside += worth
    requireUint88(money.outside)
    vest(money, vault.parameters, now, worth - assets)
    requireCap(money.backing, of, { asset, assets: before + worth })
    enterDoor(money.backing, of, { asset, assets: worth, now })
    of.held += amount
    of.total += amount

    commit(vault, money)
    sendTokens(state, { token, from: sender, to: vaultName(state), amount })
    mintTo(vault, receiver, shares)
    emit(state, 'DepositedAsset', { sender, owner: receiver, asset, amount, assets, shares })
    return shares
  })
}

export declare namespace depositAsset {
  type Args = {
    asset: Address
    amount: Tokens
    receiver: Address
    minShares?: Shares
    deadline?: Seconds
  }
}

/** Of all that the vault has after it. */
function requireCap(
  backing: Wei,
  { capBps }: Asset,
  { asset, assets }: { asset: Address; assets: Wei },
) {
  const cap = (backing * capBps) / bpsWhole
  if (assets > cap) throw new SpecError('AssetAboveCap', { asset, assets, cap })
}

function enterDoor(
  backing: Wei,
  of: Asset,
  { asset, assets, now }: { asset: Address; assets: Wei; now: Seconds },
) {
  const used = doorUsed(of, backing, now)
  const available = saturatingSub((backing * of.doorBps) / bpsWhole, used)
  if (assets > available) throw new SpecError('DoorExhausted', { asset, assets, available })
  of.door = { used: used + assets, at: now }
}

/** What came in wears off evenly, a day's door in a day. */
export function doorUsed({ door, doorBps }: Asset, backing: Wei, now: Seconds): Wei {
  const worn = (backing * doorBps * (now - door.at)) / (bpsWhole * secondsPerDay)
  return saturatingSub(door.used, worn)
}
