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
import { generate } from './generate/index.ts'
import type { Mutant } from './mutants.ts'
import { pack } from './pack.ts'
import { FoundryError } from './foundry.ts'
import { replay } from './replay.ts'
import { readTraces } from './store.ts'
import type { Trace } from './trace.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))

/** Puts one fault after another into a copy of the contracts. A fault lives on if every history still agrees. */
export async function* mutate(
  mutants: readonly Mutant[],
  { seed, count, length }: mutate.Options,
): AsyncGenerator<mutate.Result> {
  const fresh = Array.from({ length: count }, (_, i) => generate(seed + i, length))
  const traces = [...readTraces().map(({ trace }) => trace), ...fresh]
  const packed = pack(traces)
  const root = copyContracts()

  try {
    const sound = await replayIn(root, traces, packed)
    if (sound !== 'lived') throw new Error(`Without any fault the histories differ: ${sound}`)

    for (const mutant of mutants) {
      const path = `${root}/${mutant.file}`
      const original = readFileSync(path, 'utf8')
      writeFileSync(path, inject(original, mutant))
      yield { mutant, ...(await fate(root, traces, packed)) }
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

async function fate(root: string, traces: readonly Trace[], packed: Hex): Promise<mutate.Fate> {
  try {
    const reason = await replayIn(root, traces, packed)
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
function copyContracts(): string {
  const directory = mkdtempSync(`${tmpdir()}/mutants-`)
  const root = `${directory}/contracts`
  const needed = [
    'foundry.toml',
    'lib',
    'solc',
    'src/interfaces',
    'src/lens',
    'src/vault',
    'src/staking/StakedEther.sol',
    'test/conformance',
  ]
  for (const path of needed)
    cpSync(`${repository}contracts/${path}`, `${root}/${path}`, {
      recursive: true,
      verbatimSymlinks: true,
    })
  mkdirSync(`${directory}/conformance/traces`, { recursive: true })
  symlinkSync(`${repository}node_modules`, `${directory}/node_modules`)
  const config = readFileSync(`${root}/foundry.toml`, 'utf8')
  writeFileSync(
    `${root}/foundry.toml`,
    config.replaceAll('../node_modules', `${repository}node_modules`),
  )
  return root
}

async function replayIn(root: string, traces: readonly Trace[], packed: Hex): Promise<string> {
  // The optimizer changes what is measured elsewhere, not what is true here, and takes half of the time.
  const env = { FOUNDRY_OPTIMIZER: 'false' }
  const result = await replay(traces, { root, env, packed })
  return result.type === 'agreed' ? 'lived' : firstLine(result.reason)
}

function firstLine(reason: string): string {
  return reason.slice(0, reason.indexOf('\n') >>> 0)
}
