import { decodeAbiParameters, type Hex } from 'viem'
import { decodeAnswer, shownParameters } from './abi.ts'
import { addressOf, accounts } from './names.ts'
import { begin, make } from './generate/index.ts'
import type { Step, Trace } from './trace.ts'
import { view } from './view.ts'

export type Difference = { trace?: Trace; index?: number; reason: string }

/** What the restaking layer's `Replay.t.sol` reverted with, in words. */
export function explain(traces: readonly Trace[], reason: string): Difference {
  const match = /(Answered|Emitted|Became)\((\d+), (\d+), (.*)\)$/s.exec(reason)
  if (!match) return { reason }

  const [, kind, traceIndex, stepIndex, detail] = match
  const trace = traces[Number(traceIndex)]!
  const index = Number(stepIndex)
  const step = trace.steps[index]!
  const where = `trace of seed ${trace.seed}, step ${index}: ${describe(step)}`
  return { trace, index, reason: `${where}\n${details(kind!, detail!, trace, index)}` }
}

function details(kind: string, detail: string, trace: Trace, index: number): string {
  const step = trace.steps[index]!
  const { expect } = step
  if (kind === 'Answered') {
    const [, ok, answer] = /(true|false), (0x[0-9a-f]*)/.exec(detail)!
    const got = decodeAnswer(step, ok === 'true', answer as Hex)
    const wanted = expect.ok ? `ok ${text(expect.return)}` : `revert ${expect.error}`
    return `expected ${wanted}\nbut got  ${ok === 'true' ? 'ok' : 'revert'} ${got}`
  }
  if (kind === 'Emitted')
    return `expected the logs ${text(expect.events)}\nbut got  ${named(detail)}`

  const shown = decodeAbiParameters(shownParameters, /0x[0-9a-f]+/.exec(detail)![0] as Hex)
  return differences(expectedView(trace, index), shown)
}

/** The history again, up to the step. */
function expectedView(trace: Trace, index: number) {
  const world = begin(trace.genesis)
  for (const step of trace.steps.slice(0, index + 1)) make(world, step, step.at)
  const { at, expect } = trace.steps[index]!
  return view(world.state, at, expect.watch)
}

/** Leaf by leaf, those that aren't alike. */
function differences({ state, ether, owned }: ReturnType<typeof view>, shown: readonly unknown[]) {
  const one = new Map(leaves({ state, ether, owned }))
  const other = new Map(leaves({ state: shown[0], ether: shown[1], owned: shown[2] }))
  return [...other]
    .filter(([path, value]) => one.get(path) !== value)
    .map(([path, value]) => `  ${path}: expected ${one.get(path)}, but got ${value}`)
    .join('\n')
}

function leaves(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
  return [[path, typeof value === 'string' ? named(value) : `${value}`]]
}

const nameOf = new Map(accounts.map((name) => [addressOf(name).toLowerCase(), name]))

/** With names for addresses. */
function named(value: string): string {
  return value.replaceAll(/0x[0-9a-fA-F]{40}\b/g, (address) => {
    return nameOf.get(address.toLowerCase()) ?? address
  })
}

export function describe({ from, to, fn, args, value, at }: Omit<Step, 'expect'>): string {
  const sent = value ? ` with ${value} wei` : ''
  return `at ${at} ${from} → ${to}.${fn}(${args.map(text).join(', ')})${sent}`
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}` : inner))
}
