import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Hex, hexToBytes } from 'viem'
import { type Difference, explain } from './explain.ts'
import { pack } from './pack.ts'
import type { Trace } from './trace.ts'

const run = promisify(execFile)

const contracts = fileURLToPath(new URL('../../contracts/', import.meta.url))

/** Plays traces in Foundry. Says how many steps a second, or what differed first. */
export async function replay(
  traces: readonly Trace[],
  { root = contracts, env = {}, packed = pack(traces) }: replay.Options = {},
): Promise<replay.ReturnType> {
  // Foundry reads only where foundry.toml says it may.
  const directory = mkdtempSync(join(root, '../conformance/traces/fresh-'))
  const file = `${directory}/traces.bin`
  writeFileSync(file, hexToBytes(packed))

  try {
    return summarise(traces, await test(root, { ...env, CAIRN_TRACES: relative(root, file) }))
  } finally {
    rmSync(directory, { recursive: true })
  }
}

export declare namespace replay {
  type Options = { root?: string; env?: Record<string, string>; packed?: Hex }
  type ReturnType =
    | { type: 'agreed'; steps: number; stepsPerSecond: number }
    | ({ type: 'differed' } & Difference)
}

async function test(root: string, env: Record<string, string>): Promise<TestResult> {
  const args = ['test', '--match-path', 'test/conformance/Replay.t.sol', '--json']
  const options = { cwd: root, env: { ...process.env, ...apart, ...env }, maxBuffer: 1 << 28 }
  const { stdout } = await run(forge(), args, options).catch((failed) => {
    // A test that fails ends Foundry with 1, and its report is the answer; without one, Foundry itself failed.
    if (!failed.stdout?.includes('{"')) throw new FoundryError(failed.stdout)
    return failed as { stdout: string }
  })

  const suites = JSON.parse(stdout.slice(stdout.indexOf('{"'))) as Record<string, Suite>
  return Object.values(Object.values(suites)[0]!.test_results)[0]!
}

/** Foundry had no result: something doesn't compile, or it couldn't be started. */
export class FoundryError extends Error {
  override name = 'FoundryError'
  constructor(output: string) {
    super(`Foundry failed. Its output: ${output.slice(0, 600)}`)
  }
}

/** Nothing is compiled but the contracts and the replay, and what others compile is left alone. */
const apart = {
  FOUNDRY_TEST: 'test/conformance',
  FOUNDRY_OUT: 'out/conformance',
  FOUNDRY_CACHE_PATH: 'cache/conformance',
}

type Suite = { test_results: Record<string, TestResult> }

type TestResult = {
  status: 'Success' | 'Failure'
  reason: string | null
  /** As Foundry writes it: `1s 73ms 784µs 497ns`. */
  duration: string
}

function summarise(
  traces: readonly Trace[],
  { status, reason, duration }: TestResult,
): replay.ReturnType {
  const steps = traces.reduce((sum, trace) => sum + trace.steps.length, 0)
  if (status === 'Success')
    return { type: 'agreed', steps, stepsPerSecond: Math.round(steps / secondsOf(duration)) }

  return { type: 'differed', ...explain(traces, reason ?? 'no reason given') }
}

function secondsOf(duration: string): number {
  const units: Record<string, number> = { m: 60, s: 1, ms: 1e-3, µs: 1e-6, ns: 1e-9 }
  return [...duration.matchAll(/(\d+)([a-zµ]+)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * units[unit!]!,
    0,
  )
}

/** The binary itself: its Node wrapper costs a second. */
function forge(): string {
  const platform = process.platform === 'win32' ? 'win32' : process.platform
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch
  const name = process.platform === 'win32' ? 'forge.exe' : 'forge'
  const { resolve } = createRequire(
    createRequire(import.meta.url).resolve('@foundry-rs/forge/package.json'),
  )
  return resolve(`@foundry-rs/forge-${platform}-${architecture}/bin/${name}`)
}
