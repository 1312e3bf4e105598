import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bytesToHex, type Hex, hexToBytes } from 'viem'
import { fromJson, toJson } from '../trace.ts'
import { begin, isWhole, make, sealed } from './generate/index.ts'
import { pack } from './pack.ts'
import type { Trace } from './trace.ts'

/** Histories of restaking that stay: some for what they show, the others because something once went wrong in them. */
const tracesDirectory = fileURLToPath(new URL('../../traces/restaking/', import.meta.url))

const packed = `${tracesDirectory}traces.bin`

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
