// Checks that rooms import only those rooms that CONTRIBUTING's table allows. `tsx tools/imports.ts` exits with 1 and names
// each import that points the wrong way.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Which rooms a room may import, besides itself. */
export const allowed: Record<string, readonly string[]> = {
  contracts: [],
  spec: [],
  // All of it is tests, so it may use a world too.
  conformance: ['contracts', 'spec', 'beacon', 'devnet'],
  beacon: [],
  sdk: ['contracts', 'spec'],
  daemons: ['sdk', 'spec', 'beacon'],
  rewards: ['contracts'],
  devnet: ['contracts', 'spec', 'beacon', 'sdk', 'daemons', 'rewards'],
  'apps/cli': ['sdk', 'daemons', 'beacon'],
  tools: [
    'contracts',
    'spec',
    'conformance',
    'beacon',
    'sdk',
    'daemons',
    'rewards',
    'devnet',
    'apps/cli',
  ],
}

/** What the tests, benchmarks and examples of any room may use besides: a deployment, and the world it runs in. */
const forTests = ['contracts', 'devnet', 'beacon']

const isTest = (path: string) =>
  /\.(test|fuzz)\.ts$|(^|\/)(test|bench|examples)(\/|\.ts$)/.test(path)

export type Source = { path: string; text: string }
export type Violation = { path: string; line: number; from: string; to: string }

/** Imports that point the wrong way. Files outside of rooms, and imports of packages that aren't ours, are nobody's business. */
export function violations(sources: readonly Source[]): Violation[] {
  return sources.flatMap(({ path, text }) => {
    const from = roomOf(path)
    if (from === undefined) return []
    const rooms = [from, ...allowed[from]!, ...(isTest(path) ? forTests : [])]
    return importsOf(text).flatMap(({ target, line }) => {
      const to = resolve(path, target)
      return to === undefined || rooms.includes(to) ? [] : [{ path, line, from, to }]
    })
  })
}

function importsOf(text: string) {
  const statements = /(?:\bfrom|\bimport)\s*\(?\s*(['"])([^'"]+)\1/g
  return [...text.matchAll(statements)].map((match) => ({
    target: match[2]!,
    line: text.slice(0, match.index).split('\n').length,
  }))
}

function resolve(path: string, target: string) {
  if (target.startsWith('.')) return roomOf(posix.join(posix.dirname(path), target))
  const [, name] = /^@cairn\/([^/]+)/.exec(target) ?? []
  return name && (name in allowed ? name : `apps/${name}`)
}

function roomOf(path: string) {
  return Object.keys(allowed).find((room) => path.startsWith(`${room}/`))
}

function tracked(): Source[] {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const list = execFileSync(
    'git',
    ['ls-files', '-co', '--exclude-standard', '--', '*.ts', '*.mjs'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  return list
    .split('\n')
    .filter(Boolean)
    .map((path) => ({ path, text: readFileSync(root + path, 'utf8') }))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = violations(tracked())
  for (const { path, line, from, to } of found)
    console.error(
      `${path}:${line} imports ${to}; ${from} may import ${allowed[from]!.join(', ') || 'nothing'}`,
    )
  if (found.length > 0) process.exit(1)
}
