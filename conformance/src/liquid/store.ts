import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fromJson, toJson } from '../trace.ts'
import { begin, make, sealed } from './generate/index.ts'
import type { Trace } from './trace.ts'

/** Histories of crETH that stay: some for what they show, the others because something once went wrong in them. */
const tracesDirectory = fileURLToPath(new URL('../../traces/liquid/', import.meta.url))

export function readTraces(): { name: string; trace: Trace }[] {
  return readdirSync(tracesDirectory)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((name) => ({
      name,
      trace: fromJson<Trace>(readFileSync(tracesDirectory + name, 'utf8')),
    }))
}

export function writeTrace(name: string, trace: Trace) {
  writeFileSync(`${tracesDirectory}${name}.json`, toJson(trace))
}

/** The calls of `trace` as the specification answers them today. */
export function derive({ steps, ...head }: Trace): Trace {
  const world = begin(head.genesis)
  return {
    ...head,
    steps: steps.map(({ expect: _, block, now, ...call }) =>
      sealed(world, make(world, call, { block, now })),
    ),
  }
}
