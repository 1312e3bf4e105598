import { SpecError } from '../error.ts'
import type { Address, DepositShares, Shares } from '../units.ts'
import { depositSharesOf, emit, isBeacon, type State, stakerOf } from './state.ts'

const maxStrategies = 32

/** Books `added` deposit shares, and says how many there were. */
export function addShares(
  state: State,
  staker: Address,
  strategy: Address,
  added: Shares,
): DepositShares {
  const { strategies, depositShares } = stakerOf(state, staker)
  const held = depositSharesOf(state, staker, strategy)
  const beacon = isBeacon(state, strategy)
  if (held === 0n && !beacon) {
    if (strategies.length === maxStrategies) throw new SpecError('MaxStrategiesExceeded', {})
    strategies.push(strategy)
  }

  const total = (held as bigint) + added
  depositShares.set(strategy, total)
  if (beacon) {
    emit(state, 'podManager', 'PodSharesUpdated', { podOwner: staker, sharesDelta: added })
    emit(state, 'podManager', 'NewTotalShares', { podOwner: staker, newTotalShares: total })
  } else emit(state, 'strategyManager', 'Deposit', { staker, strategy, shares: added })
  return held
}

/** Takes `removed` deposit shares away; whoever has none left begins anew. */
export function removeShares(
  state: State,
  staker: Address,
  strategy: Address,
  removed: DepositShares,
) {
  const { strategies, depositShares, scaling } = stakerOf(state, staker)
  const left = depositSharesOf(state, staker, strategy) - removed
  const beacon = isBeacon(state, strategy)
  if (removed === 0n && !beacon) throw new SpecError('SharesAmountZero', {})
  if (left < 0n) throw new SpecError(beacon ? 'SharesNegative' : 'SharesAmountTooHigh', {})

  depositShares.set(strategy, left)
  if (left === 0n) {
    depositShares.delete(strategy)
    scaling.delete(strategy)
  }
  if (beacon)
    emit(state, 'podManager', 'NewTotalShares', { podOwner: staker, newTotalShares: left })
  else if (left === 0n) forget(strategies, strategy)
}

function forget(strategies: Address[], strategy: Address) {
  const last = strategies.pop()!
  const place = strategies.indexOf(strategy)
  if (place >= 0) strategies[place] = last
}

/** What a staker has in deposit shares, beacon ether last. */
export function deposits(state: State, staker: Address): [Address, DepositShares][] {
  const { strategies } = stakerOf(state, staker)
  const { beacon } = state.addresses
  const all = depositSharesOf(state, staker, beacon) > 0n ? [...strategies, beacon] : strategies
  return all.map((strategy) => [strategy, depositSharesOf(state, staker, strategy)])
}
