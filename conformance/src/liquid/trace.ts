import type { Blocks, liquid, Parameters, restaking, Seconds, Wei } from '@cairn/spec'
import type { Emitted, Value } from '../codec.ts'

export type { Value } from '../codec.ts'

export type Call = {
  from: string
  to: string
  /** `receive` is a plain payment. */
  fn: string
  args: readonly Value[]
  value?: Wei
}

/** A call's block, and that block's time. */
export type Moment = { block: Blocks; now: Seconds }

export type Step = Call & Moment & { expect: Expectation }

export type Expectation = {
  ok: boolean
  return?: readonly Value[]
  error?: string
  args?: Record<string, Value>
  events: readonly Emitted[]
  /** Of the state after the step. */
  digest?: string
}

export type Genesis = Moment & {
  /** Of crETH, in wei. */
  value: Wei
  vault: Parameters
  spread: liquid.Parameters & { haircutBps: bigint; capWei: Wei; weights: readonly bigint[] }
  risk: Omit<liquid.RiskParameters, 'allowed'>
  auction: liquid.AuctionParameters
  layer: restaking.Parameters
}

export type Trace = { seed: number; about?: string; genesis: Genesis; steps: Step[] }
