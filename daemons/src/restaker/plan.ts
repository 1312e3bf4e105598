import type { Address } from 'viem'
import type { Claim } from './claims.ts'
import type { Situation, Withdrawal } from './observe.ts'
import { planCount } from './planCount.ts'
import { type Due, type Lot, planHarvest } from './planHarvest.ts'
import { planLadder } from './planLadder.ts'
import { planPayment } from './planPayment.ts'
import { planDelegations, planDerisk, planLeaving } from './planRisk.ts'
import { planRoutes } from './planRoutes.ts'

export type Step =
  /** because of a slashing, or for the round */
  | { type: 'sync'; index: number; round: bigint | undefined }
  | { type: 'appraise'; asset: number }
  | { type: 'openRound'; after: bigint }
  | { type: 'check'; after: bigint }
  | { type: 'fill'; eligible: bigint; stampedAt: bigint }
  | { type: 'derisk'; index: number; asset: number; excess: bigint }
  | { type: 'delegate'; index: number; roots: number }
  | { type: 'undelegate'; index: number; asset: number }
  | { type: 'route'; index: number; asset: number; units: bigint }
  | { type: 'complete'; index: number; withdrawal: Withdrawal; asTokens: boolean }
  | { type: 'claim'; place: number; id: bigint }
  | { type: 'unwind'; asset: number; shortfall: bigint }
  | { type: 'lay'; index: number; asset: number; wanted: bigint }
  | { type: 'claimRewards'; index: number; claim: Claim }
  | { type: 'openAuction'; token: Address; units: bigint }
  | { type: 'distribute'; fees: bigint }

export type Options = planCount.Options &
  planPayment.Options &
  planLadder.Options &
  planRoutes.Options &
  planHarvest.Options

/**
 * What is to be done, the most urgent first: what operators put at risk is taken out, what was lost is booked, who waits is
 * paid, and only then does anything go to work.
 */
export function plan(
  situation: Situation,
  harvest: { dues: readonly Due[]; lots: readonly Lot[] },
  options: Options,
): Step[] {
  return [
    ...planDerisk(situation),
    ...planLeaving(situation),
    ...planCount(situation, options),
    ...planPayment(situation, options),
    ...planLadder(situation, options),
    ...planDelegations(situation),
    ...planRoutes(situation, options),
    ...planHarvest(situation, harvest, options),
  ]
}
