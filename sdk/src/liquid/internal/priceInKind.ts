import { accrue, feeIntegralUp, idle, SpecError, toAssetsDown } from '@cairn/spec'
import type { VaultState } from '../../internal/readState.ts'

/** What shares that leave in kind are worth, and the fee: as `RestakedEther.redeemInKind` prices them. Throws as it would. */
export function priceInKind({ money, parameters, now }: VaultState, shares: bigint) {
  const accrued = accrue(money, parameters, now)
  const worth = accrued.backing - accrued.unvested
  const owed = toAssetsDown(accrued.eligible, worth, accrued.shares)
  const has = idle(accrued)
  if (owed > has) throw new SpecError('QueueFirst', { owed, idle: has })
  const staleAt = money.provenAt + parameters.staleAfter
  if (now > staleAt) throw new SpecError('Stale', { provenAt: money.provenAt, staleAt })

  const gross = toAssetsDown(shares, worth, accrued.shares)
  const { laneUsed: used, laneCapacity: capacity } = money
  const available = capacity - used
  if (gross > available) throw new SpecError('LaneExhausted', { assets: gross, available })
  const fee =
    feeIntegralUp(used + gross, capacity, parameters) - feeIntegralUp(used, capacity, parameters)
  if (gross <= fee) throw new SpecError('ZeroAmount', {})
  return { gross, fee, available }
}
