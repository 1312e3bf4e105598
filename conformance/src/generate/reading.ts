import { accrue, ether, laneAvailable, toSharesDown } from '@cairn/spec'
import { type Dice, near, pick, upTo } from '../dice.ts'
import type { Call } from '../trace.ts'
import type { World } from './world.ts'

/** A view: what is read has to be right, too. */
export function drawRead(dice: Dice, { state }: World, at: bigint): Call {
  const accrued = accrue(state.money, state.parameters, at)
  const fn = pick(dice, [
    'rate',
    'previewRedeemInstant',
    'previewRedeemInstant',
    'previewMint',
    'convertToShares',
    'convertToAssets',
    'idle',
    'queued',
    'shortfall',
    'stakeable',
  ])
  const available = laneAvailable(accrued)
  const limit = toSharesDown(available, accrued.backing - accrued.unvested, accrued.shares)
  const amount: bigint =
    fn === 'previewRedeemInstant'
      ? pick(dice, [upTo(dice, limit), near(dice, limit), 0n])
      : upTo(dice, ether(1_000))
  const takesAmount = fn.startsWith('preview') || fn.startsWith('convert')

  return { from: 'eve', to: 'vault', fn, args: takesAmount ? [amount] : [] }
}
