import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Hex, hexToBytes } from 'viem'

const run = promisify(execFile)

const contracts = fileURLToPath(new URL('../../contracts/', import.meta.url))

/** Has Foundry play packed traces by the replay in `directory`, which is all that is compiled beside the contracts. */
export async function play(
  packed: Hex,
  { directory, root = contracts, env = {} }: play.Options,
): Promise<play.ReturnType> {
  // Foundry reads only where foundry.toml says it may.
  const fresh = mkdtempSync(join(root, '../conformance/traces/fresh-'))
  const file = `${fresh}/traces.bin`
  writeFileSync(file, hexToBytes(packed))

  try {
    const traces = { CAIRN_TRACES: relative(root, file) }
    return await test(root, directory, { ...apart(directory), ...env, ...traces })
  } finally {
    rmSync(fresh, { recursive: true })
  }
}

export declare namespace play {
  type Options = {
    /** Of `Replay.t.sol`, below `contracts/`. */
    directory: string
    root?: string
    env?: Record<string, string>
  }
  type ReturnType = {
    status: 'Success' | 'Failure'
    reason: string | null
    seconds: number
  }
}

/** Nothing is compiled but the contracts and the replay, and what others compile is left alone. */
function apart(directory: string) {
  const name = directory === 'test/conformance' ? 'conformance' : directory.replaceAll('/', '-')
  return {
    FOUNDRY_TEST: directory,
    FOUNDRY_OUT: `out/${name}`,
    FOUNDRY_CACHE_PATH: `cache/${name}`,
  }
}

/** Compiles what is in `root`, and says what each contract is created with. */
export async function build(root: string): Promise<(file: string, name: string) => Hex> {
  try {
    await run(forge(), ['build'], { cwd: root, maxBuffer: 1 << 28 })
  } catch (failed) {
    throw new FoundryError(`${(failed as { stderr?: string }).stderr}`)
  }
  return (file, name) => {
    const artifact = readFileSync(`${root}/out/${file}.sol/${name}.json`, 'utf8')
    return (JSON.parse(artifact) as { bytecode: { object: Hex } }).bytecode.object
  }
}

async function test(
  root: string,
  directory: string,
  env: Record<string, string>,
): Promise<play.ReturnType> {
  const args = ['test', '--match-path', `${directory}/Replay.t.sol`, '--json']
  const options = { cwd: root, env: { ...process.env, ...env }, maxBuffer: 1 << 28 }
  const { stdout } = await run(forge(), args, options).catch((failed) => {
    // A test that fails ends Foundry with 1, and its report is the answer; without one, Foundry itself failed.
    if (!failed.stdout?.includes('{"')) throw new FoundryError(failed.stdout)
    return failed as { stdout: string }
  })

  const suites = JSON.parse(stdout.slice(stdout.indexOf('{"'))) as Record<string, Suite>
  const { status, reason, duration } = Object.values(Object.values(suites)[0]!.test_results)[0]!
  return { status, reason, seconds: secondsOf(duration) }
}

/** Foundry had no result: something doesn't compile, or it couldn't be started. */
export class FoundryError extends Error {
  override name = 'FoundryError'
  constructor(output: string) {
    super(`Foundry failed. Its output: ${output.slice(0, 600)}`)
  }
}

type Suite = { test_results: Record<string, TestResult> }

type TestResult = {
  status: 'Success' | 'Failure'
  reason: string | null
  /** As Foundry writes it: `1s 73ms 784µs 497ns`. */
  duration: string
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
