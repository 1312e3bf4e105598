import type { Blocks, restaking, Wei } from '@cairn/spec'
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

export type Step = Call & { at: Blocks; expect: Expectation }

export type Expectation = {
  ok: boolean
  return?: readonly Value[]
  error?: string
  events: readonly Emitted[]
  /** Of the state after the step, as far as `watch` says. */
  digest?: string
  watch: Watch
}

/** Which stakers and operators a digest covers; strategies and sets are always in it. */
export type Watch = { stakers: readonly string[]; operators: readonly string[] }

export type Genesis = { now: Blocks; parameters: restaking.Parameters }

export type Trace = { seed: number; about?: string; genesis: Genesis; steps: Step[] }
