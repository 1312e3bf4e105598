import type { Parameters, Seconds, Wei } from '@cairn/spec'

/** A name, an amount, a flag, or a list of those: what calls, errors and events are made of before any encoding. */
export type Value = string | bigint | boolean | readonly Value[]

export type Call = {
  from: string
  to: 'vault' | 'queue' | 'escrow'
  /** `receive` is a plain payment. */
  fn: string
  args: readonly Value[]
  value?: Wei
}

export type Step = Call & { at: Seconds; expect: Expectation }

export type Expectation = {
  ok: boolean
  return?: readonly Value[]
  error?: string
  args?: Record<string, Value>
  events: readonly { emitter: string; name: string; args: Record<string, Value> }[]
  /** Of the state after the step, as far as `watch` says. */
  digest?: string
  watch: Watch
}

/** Whose balances and which tickets a digest covers. */
export type Watch = { accounts: readonly string[]; tickets: readonly bigint[] }

export type Genesis = { now: Seconds; value: Wei; parameters: Parameters }

export type Trace = { seed: number; about?: string; genesis: Genesis; steps: Step[] }

export function toJson(trace: { steps: readonly unknown[] }): string {
  const one = (value: unknown) =>
    JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner))
  const { steps, ...head } = trace

  const lines = steps.map((step) => `    ${one(step)}`).join(',\n')
  return `${one(head).slice(0, -1)},\n  "steps": [\n${lines}\n  ]\n}\n`
}

/** Amounts are decimal strings; no name looks like one. */
export function fromJson<trace = Trace>(text: string): trace {
  return JSON.parse(text, (key, value) => {
    if (key === 'seed' || typeof value !== 'string') return value
    return /^-?\d+$/.test(value) ? BigInt(value) : value
  })
}
