import { SpecError } from '../error.ts'
import type { Address, Blocks, DepositShares, ScaledShares, Shares } from '../units.ts'
import { decreaseDelegation } from './delegation.ts'
import { factorOf } from './factor.ts'
import { latest, pushed } from './history.ts'
import { removeShares } from './holdings.ts'
import { payableDown, scaleDown } from './math.ts'
import {
  depositSharesOf,
  emit,
  isBeacon,
  operatorOf,
  scalingOf,
  type State,
  stakerOf,
  type Withdrawal,
  withdrawalKey,
} from './state.ts'

/** One entry of the queue: takes the deposit shares out, and the operator's with them. */
export function enqueue(
  state: State,
  { staker, operator, block, parts }: enqueue.Args,
): Withdrawal {
  if (parts.length === 0) throw new SpecError('InputArrayLengthZero', {})

  const sharesToWithdraw: Shares[] = []
  const scaledShares: ScaledShares[] = []
  for (const [strategy, shares] of parts) {
    requireHeld(state, staker, strategy, shares)
    const factor = factorOf(state, staker, operator, strategy)
    const scaled = scaleDown(shares, scalingOf(state, staker, strategy))
    const removed = payableDown(scaled, factor)
    if (operator !== undefined) {
      remember(state, { operator, strategy, block, scaled })
      decreaseDelegation(state, { operator, staker, strategy, removed })
    }
    removeShares(state, staker, strategy, shares)
    sharesToWithdraw.push(removed)
    scaledShares.push(scaled)
  }

  const of = stakerOf(state, staker)
  const withdrawal: Withdrawal = {
    staker,
    delegatedTo: operator ?? state.addresses.zero,
    withdrawer: staker,
    nonce: of.withdrawalsQueued,
    startBlock: block,
    strategies: parts.map(([strategy]) => strategy),
    scaledShares,
  }
  of.withdrawalsQueued += 1n
  state.withdrawals.set(withdrawalKey(withdrawal), withdrawal)
  emit(state, 'delegation', 'SlashingWithdrawalQueued', { withdrawal, sharesToWithdraw })
  return withdrawal
}

export declare namespace enqueue {
  type Args = {
    staker: Address
    operator: Address | undefined
    block: Blocks
    parts: readonly (readonly [Address, DepositShares])[]
  }
}

function requireHeld(state: State, staker: Address, strategy: Address, shares: DepositShares) {
  const beacon = isBeacon(state, strategy)
  if (shares === 0n && !beacon) throw new SpecError('SharesAmountZero', {})
  if (shares > depositSharesOf(state, staker, strategy))
    throw new SpecError(beacon ? 'SharesNegative' : 'SharesAmountTooHigh', {})
}

/** What a slash within the delay can still find in the queue. */
function remember(
  state: State,
  {
    operator,
    strategy,
    block,
    scaled,
  }: {
    operator: Address
    strategy: Address
    block: Blocks
    scaled: ScaledShares
  },
) {
  const { queued } = operatorOf(state, operator)!
  const history = queued.get(strategy) ?? []
  queued.set(strategy, pushed(history, block, latest(history, 0n) + scaled))
}
