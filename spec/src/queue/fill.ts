import { SpecError } from '../error.ts'
import { accrue, commit } from '../ledger/accrue.ts'
import { idle } from '../ledger/idle.ts'
import { toAssetsDown, toSharesDown } from '../ledger/rate.ts'
import { requireFresh, requirePaying } from '../ledger/requires.ts'
import { setSupply } from '../ledger/supply.ts'
import { burnFrom } from '../ledger/transfer.ts'
import { min } from '../math.ts'
import { type Env, emit, pay, type State } from '../state.ts'
import type { Shares, Wei } from '../units.ts'

/** Pays the head of the line from idle ether at the rate of now. */
export function fill(
  state: State,
  { maxAssets }: fill.Args,
  { now, sender }: Env,
): fill.ReturnType {
  requirePaying(state.money)
  requireFresh(state.money, state.parameters, now)

  const money = accrue(state.money, state.parameters, now)
  const { eligible } = money
  if (eligible === 0n) throw new SpecError('NothingEligible', {})

  const worth = money.backing - money.unvested
  const available = min(idle(money), maxAssets)
  const value = toAssetsDown(eligible, worth, money.shares)
  const shares = value <= available ? eligible : toSharesDown(available, worth, money.shares)
  const assets = toAssetsDown(shares, worth, money.shares)

  const minimum = state.parameters.minFill
  if (shares === 0n || (assets < minimum && shares !== eligible))
    throw new SpecError('FillBelowMinimum', { assets, minimum })

  setSupply(money, money.shares - shares)
  money.backing -= assets
  money.eligible -= shares

  commit(state, money)
  burnFrom(state, state.addresses.queue, shares)
  record(state, shares, assets)
  emit(state, 'vault', 'Filled', { caller: sender, shares, assets })
  return { shares, assets }
}

export declare namespace fill {
  type Args = { maxAssets: Wei }
  type ReturnType = { shares: Shares; assets: Wei }
}

function record(state: State, shares: Shares, assets: Wei) {
  const { fills } = state.queue
  const last = fills[fills.length - 1]!

  fills.push({ shares: last.shares + shares, assets: last.assets + assets })
  pay(state, state.addresses.vault, state.addresses.escrow, assets)
}
