import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Hex, hexToBytes, bytesToHex } from 'viem'
import { begin, isWhole, make, sealed } from './generate/index.ts'
import { pack } from './pack.ts'
import { fromJson, type Trace, toJson } from './trace.ts'

/** Histories that stay: some for what they show, the others because something once went wrong in them. */
export const tracesDirectory = fileURLToPath(new URL('../traces/', import.meta.url))

const packed = `${tracesDirectory}traces.bin`

export function readTraces(): { name: string; trace: Trace }[] {
  return readdirSync(tracesDirectory)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((name) => ({ name, trace: fromJson(readFileSync(tracesDirectory + name, 'utf8')) }))
}

export function writeTrace(name: string, trace: Trace) {
  writeFileSync(`${tracesDirectory}${name}.json`, toJson(trace))
  writePacked()
}

/** The calls of `trace` as the specification answers them today. */
export function derive({ steps, ...head }: Trace): Trace {
  const world = begin(head.genesis)
  return {
    ...head,
    steps: steps.map(({ expect: _, at, ...call }, index) =>
      sealed(world, make(world, call, at), isWhole(index, steps.length)),
    ),
  }
}

/** What a bare `forge test` plays. */
export function writePacked() {
  writeFileSync(packed, hexToBytes(packAll()))
}

export function packAll(): Hex {
  return pack(readTraces().map(({ trace }) => trace)).toLowerCase() as Hex
}

export function readPacked(): Hex {
  return bytesToHex(readFileSync(packed))
}
