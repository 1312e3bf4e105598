// The whole test suite, as `npm test` and CI run it. Each step's output is shown when it fails (or with --verbose); the last
// line counts: `N passed, N failed`. `npm test -- forge vitest` runs only the steps named.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (name) => `${root}node_modules/.bin/${name}`
const scratch = mkdtempSync(`${tmpdir()}/cairn-test-`)
const report = `${scratch}/vitest.json`

const steps = [
  check('format and lint', bin('biome'), ['check', '--error-on-warnings']),
  check('format of Solidity', bin('forge'), ['fmt', '--check'], 'contracts'),
  ...[
    'contracts',
    'spec',
    'beacon',
    'conformance',
    'sdk',
    'daemons',
    'rewards',
    'devnet',
    'apps/cli',
    'tools',
  ].map((room) => check(`types: ${room}`, bin('tsc'), ['-p', room])),
  check('imports point the right way', bin('tsx'), ['tools/imports.ts']),
  check('invariants are cited', bin('tsx'), ['tools/invariants.ts']),
  check('ABIs are fresh', bin('tsx'), ['tools/abi.ts', '--check']),
  check('gas is as recorded', bin('tsx'), ['tools/gas.ts']),
  { name: 'forge', command: bin('forge'), args: ['test'], cwd: 'contracts', count: countForge },
  {
    name: 'vitest',
    command: bin('vitest'),
    args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    count: countVitest,
  },
]

const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const verbose = process.argv.includes('--verbose')
const unknown = only.filter((name) => !steps.some((step) => step.name.startsWith(name)))
if (unknown.length > 0) {
  console.error(
    `No step is called ${unknown.join(', ')}. There are:\n${steps.map((step) => `  ${step.name}`).join('\n')}`,
  )
  process.exit(2)
}

const total = { passed: 0, failed: 0 }
for (const step of steps) {
  if (only.length > 0 && !only.some((name) => step.name.startsWith(name))) continue

  const started = Date.now()
  const { status, stdout, stderr } = spawnSync(step.command, step.args, {
    cwd: root + (step.cwd ?? ''),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
  })
  const output = `${stdout}${stderr}`
  const counted = step.count(output, status)
  total.passed += counted.passed
  total.failed += counted.failed

  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(
    `${counted.failed > 0 ? '✗' : '✓'} ${step.name} (${counted.passed} passed, ${counted.failed} failed, ${seconds} s)`,
  )
  if (counted.failed > 0 || verbose) console.log(output)
}

rmSync(scratch, { recursive: true })
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 ? 1 : 0)

function check(name, command, args, cwd) {
  return {
    name,
    command,
    args,
    cwd,
    count: (_, status) => ({ passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 }),
  }
}

function countForge(output, status) {
  const summary = /(\d+) tests passed, (\d+) failed/.exec(output)
  const failed = Number(summary?.[2] ?? 0)
  return { passed: Number(summary?.[1] ?? 0), failed: status !== 0 && failed === 0 ? 1 : failed }
}

function countVitest(_, status) {
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    )
    const failed = numFailedTests || (status === 0 ? 0 : Math.max(numFailedTestSuites, 1))
    return { passed: numPassedTests, failed }
  } catch {
    return { passed: 0, failed: 1 }
  }
}
