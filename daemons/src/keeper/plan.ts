import { type Gwei, toAssetsDown, type Wei, weiToGweiDown } from '@cairn/spec'
import { status, type Vault } from '../chain/index.ts'
import { planFill } from './planFill.ts'
import { planTopUps } from './planTopUps.ts'
import { planWithdrawals } from './planWithdrawals.ts'

export type Step =
  | { type: 'fill'; eligible: bigint; provenAt: bigint }
  /** gwei */
  | { type: 'topUp'; id: number; amount: bigint }
  /** gwei; 0 is a full exit */
  | { type: 'requestWithdrawal'; id: number; amount: bigint; withdrawing: bigint }
  | { type: 'collectFees'; fees: bigint }

export type Options = {
  minFill: Wei
  /** seconds for which a proven rate is paid at */
  freshFor: bigint
  minTopUp: Gwei
  minWithdrawal: Gwei
  /** fee shares that are worth less stay where they are */
  minFees: Wei
}

/** What the vault's own words ask for. */
export function planPayments({ now, vault }: { now: bigint; vault: Vault }, options: Options) {
  return [...planFill(vault, { now, ...options }), ...planFees(vault, options)]
}

/** What takes a look at the beacon state. */
export function planMoves(situation: planTopUps.Situation, options: Options): Step[] {
  return [...planWithdrawals(situation, options), ...planTopUps(situation, options)]
}

/** Whether a look at the beacon state could lead to anything. */
export function wantsMoves(
  { vault, registry, validators }: Omit<planTopUps.Situation, 'facts'>,
  { minTopUp, minWithdrawal }: Options,
) {
  const proven = validators.filter((validator) => validator.status === status.proven)
  if (weiToGweiDown(vault.shortfall) - registry.withdrawing >= minWithdrawal)
    return proven.some(({ exiting }) => !exiting)
  return (
    weiToGweiDown(vault.stakeable) >= minTopUp && proven.some(({ inFlight }) => inFlight === 0n)
  )
}

function planFees({ open, fees, assets, supply }: Vault, { minFees }: Options): Step[] {
  // While a checkpoint is open its provers are paid from these.
  if (open || toAssetsDown(fees, assets, supply) < minFees || fees === 0n) return []
  return [{ type: 'collectFees', fees }]
}
