import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Hex } from 'viem'
import { FoundryError } from './foundry.ts'
import { generate } from './generate/index.ts'
import type { Mutant } from './mutants.ts'
import { pack } from './pack.ts'
import { replay } from './replay.ts'
import { readTraces } from './store.ts'
import type { Trace } from './trace.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))

/** How the histories of a layer are drawn and played, and which contracts that takes. */
export type Layer<trace> = {
  needed: readonly string[]
  /** Of `needed`, what compiles for nothing. */
  without?: readonly string[]
  stored(): trace[]
  generate(seed: number, length: number): trace
  pack(traces: readonly trace[]): Hex
  replay(
    traces: readonly trace[],
    options: { root: string; env: Record<string, string>; packed: Hex },
  ): Promise<{ type: 'agreed' } | { type: 'differed'; reason: string }>
}

export const vaultLayer: Layer<Trace> = {
  needed: [
    'src/interfaces',
    'src/lens/VaultLens.sol',
    'src/vault',
    'src/staking/StakedEther.sol',
    'test/conformance',
  ],
  stored: () => readTraces().map(({ trace }) => trace),
  generate,
  pack,
  replay,
}

/** Puts one fault after another into a copy of the contracts. A fault lives on if every history still agrees. */
export async function* mutate<trace>(
  mutants: readonly Mutant[],
  layer: Layer<trace>,
  { seed, count, length }: mutate.Options,
): AsyncGenerator<mutate.Result> {
  const fresh = Array.from({ length: count }, (_, i) => layer.generate(seed + i, length))
  const traces = [...layer.stored(), ...fresh]
  const packed = layer.pack(traces)
  const root = copyContracts(layer)
  const play = () => replayIn(root, layer, traces, packed)

  try {
    const sound = await play()
    if (sound !== 'lived') throw new Error(`Without any fault the histories differ: ${sound}`)

    for (const mutant of mutants) {
      const path = `${root}/${mutant.file}`
      const original = readFileSync(path, 'utf8')
      writeFileSync(path, inject(original, mutant))
      yield { mutant, ...(await fate(play)) }
      writeFileSync(path, original)
    }
  } finally {
    rmSync(root.replace(/\/contracts$/, ''), { recursive: true })
  }
}

export declare namespace mutate {
  type Options = { seed: number; count: number; length: number }
  type Result = { mutant: Mutant } & Fate
  type Fate = { type: 'killed'; by: string } | { type: 'lived' } | { type: 'invalid'; why: string }
}

async function fate(play: () => Promise<string>): Promise<mutate.Fate> {
  try {
    const reason = await play()
    return reason === 'lived' ? { type: 'lived' } : { type: 'killed', by: reason }
  } catch (error) {
    // A fault that doesn't compile is nobody's mistake: it counts for nothing, and has to be mended.
    if (error instanceof FoundryError) return { type: 'invalid', why: error.message }
    throw error
  }
}

/** Throws if the fault has no place, or more than one. */
export function inject(source: string, { search, replace, about, file }: Mutant): string {
  const places = source.split(search).length - 1
  if (places !== 1) throw new Error(`"${about}" has ${places} places in ${file}`)
  return source.replace(search, () => replace)
}

/** What the replay needs and nothing else, so that a fault compiles in seconds. */
function copyContracts({ needed, without = [] }: Pick<Layer<never>, 'needed' | 'without'>): string {
  const directory = mkdtempSync(`${tmpdir()}/mutants-`)
  const root = `${directory}/contracts`
  for (const path of ['foundry.toml', 'lib', 'solc', ...needed])
    cpSync(`${repository}contracts/${path}`, `${root}/${path}`, {
      recursive: true,
      verbatimSymlinks: true,
    })
  for (const path of without) rmSync(`${root}/${path}`, { recursive: true })
  mkdirSync(`${directory}/conformance/traces`, { recursive: true })
  symlinkSync(`${repository}node_modules`, `${directory}/node_modules`)
  const config = readFileSync(`${root}/foundry.toml`, 'utf8')
  writeFileSync(
    `${root}/foundry.toml`,
    config.replaceAll('../node_modules', `${repository}node_modules`),
  )
  return root
}

async function replayIn<trace>(
  root: string,
  layer: Layer<trace>,
  traces: readonly trace[],
  packed: Hex,
): Promise<string> {
  // The optimizer changes what is measured elsewhere, not what is true here, and takes half of the time.
  const env = { FOUNDRY_OPTIMIZER: 'false' }
  const result = await layer.replay(traces, { root, env, packed })
  return result.type === 'agreed' ? 'lived' : firstLine(result.reason)
}

function firstLine(reason: string): string {
  return reason.slice(0, reason.indexOf('\n') >>> 0)
}
