import type { Blocks, restaking, Wei } from '@cairn/spec'

/** A name, an amount, a flag, a list or a struct of those: what calls, errors and events are made of before any encoding. */
export type Value =
  | string
  | bigint
  | boolean
  | readonly Value[]
  | { readonly [name: string]: Value }

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
  events: readonly { emitter: string; name: string; args: Record<string, Value> }[]
  /** Of the state after the step, as far as `watch` says. */
  digest?: string
  watch: Watch
}

/** Which stakers and operators a digest covers; strategies and sets are always in it. */
export type Watch = { stakers: readonly string[]; operators: readonly string[] }

export type Genesis = { now: Blocks; parameters: restaking.Parameters }

export type Trace = { seed: number; about?: string; genesis: Genesis; steps: Step[] }
