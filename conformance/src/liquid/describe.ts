import type { Step } from './trace.ts'

export function describe({ from, to, fn, args, value, block, now }: Omit<Step, 'expect'>): string {
  const sent = value ? ` with ${value} wei` : ''
  return `at ${block} (${now} s) ${from} → ${to}.${fn}(${args.map(text).join(', ')})${sent}`
}

export function text(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}` : inner)) ?? ''
}
