import { decodeAbiParameters, type Hex } from 'viem'
import { decodeAnswer, shownParameters } from './abi.ts'
import { view } from './apply.ts'
import { begin, make } from './generate/index.ts'
import type { Step, Trace } from './trace.ts'

export type Difference = { trace?: Trace; index?: number; reason: string }

/** What `Replay.t.sol` reverted with, in words. */
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
  const { expect } = trace.steps[index]!
  if (kind === 'Answered') {
    const [, ok, answer] = /(true|false), (0x[0-9a-f]*)/.exec(detail)!
    return `expected ${answerOf(expect)}\nbut got  ${ok === 'true' ? 'ok' : 'revert'} ${decodeAnswer(trace.steps[index]!, ok === 'true', answer as Hex)}`
  }
  if (kind === 'Emitted') return `expected the logs ${text(expect.events)}\nbut got  ${detail}`

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

function differences(expected: ReturnType<typeof view>, shown: readonly unknown[]): string {
  const flat = (value: unknown): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => flat(inner).map((line) => `${key}.${line}`))
      : [`= ${value}`]
  const names = shownParameters.map(({ name }) => name)
  const { snapshot, totalSupply, balances, queue, tickets, ether, weth } = expected
  const keys = Object.keys(shown[0] as object)
  const named = Object.fromEntries(keys.map((key, i) => [key, snapshot[i]]))
  const one = flat(zip(names, [named, totalSupply, balances, queue, tickets, ether, weth]))
  const other = flat(zip(names, shown))

  return one
    .flatMap((line, i) => (line === other[i] ? [] : [`  expected ${line}, but got ${other[i]}`]))
    .filter((line) => !line.includes('.owner.'))
    .join('\n')
}

function zip(names: readonly (string | undefined)[], values: readonly unknown[]) {
  return Object.fromEntries(names.map((name, i) => [name, values[i]]))
}

export function describe({ from, to, fn, args, value, at }: Omit<Step, 'expect'>): string {
  const sent = value ? ` with ${value} wei` : ''
  return `at ${at} ${from} → ${to}.${fn}(${args.map(text).join(', ')})${sent}`
}

function answerOf({ ok, return: returned, error, args }: Step['expect']): string {
  return ok ? `ok ${text(returned)}` : `revert ${error}${text(args)}`
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}` : inner))
}
