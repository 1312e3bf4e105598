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
  /** less isn't worth a fill's gas, unless it finishes what is eligible */
  minFill: Wei
  minTopUp: Gwei
  /** less is left to grow before validators are asked for it */
  minShortfall: Gwei
  /** fee shares that are worth less stay where they are */
  minFees: Wei
}

/** What the vault's own words ask for. `now` in seconds. */
export function planPayments({ now, vault }: { now: bigint; vault: Vault }, options: Options) {
  return [...planFill(vault, { now, ...options }), ...planFees(vault, options)]
}

/** What takes a look at the beacon state: getting ether back comes before sending more. */
export function planMoves(
  situation: planWithdrawals.Situation & planTopUps.Situation,
  options: Options,
): Step[] {
  return [...planWithdrawals(situation, options), ...planTopUps(situation, options)]
}

/** Whether validators are worth a look. */
export function wantsMoves(
  { vault, registry }: Pick<planTopUps.Situation, 'vault' | 'registry'>,
  { minTopUp, minShortfall }: Options,
) {
  const short = weiToGweiDown(vault.shortfall)
  return (
    (short > registry.withdrawing && short - registry.withdrawing >= minShortfall) ||
    // It is said to be on its way: is it?
    (short > 0n && registry.withdrawing > 0n) ||
    weiToGweiDown(vault.stakeable) >= minTopUp
  )
}

/** Whether the beacon state is. */
export function canMove(
  { vault, registry, validators }: Omit<planTopUps.Situation, 'facts' | 'now'>,
  options: Options,
) {
  const proven = validators.filter((validator) => validator.status === status.proven)
  if (vault.shortfall === 0n) return proven.some(({ inFlight }) => inFlight === 0n)

  const asking = weiToGweiDown(vault.shortfall) - registry.withdrawing >= options.minShortfall
  return proven.some(({ exiting }) => exiting || asking)
}

function planFees({ open, fees, assets, supply }: Vault, { minFees }: Options): Step[] {
  // While a checkpoint is open its provers are paid from these.
  if (open || fees === 0n || toAssetsDown(fees, assets, supply) < minFees) return []
  return [{ type: 'collectFees', fees }]
}
