// Checks that the properties in spec/invariants.md and the tests know each other: every id that a test cites is listed, and
// every id listed is cited by a test. `tsx tools/invariants.ts` exits with 1 and names those that aren't.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const idPattern = /\b[A-Z][A-Z0-9]*[A-Z]-\d+\b/g

/** Things of this shape that are other people's names. */
const foreign = /^(EIP|ERC|RFC|SHA|UTF|BIP|ISO|BSL)-/

export type Source = { path: string; text: string }
export type Report = {
  /** cited, but not listed */
  unknown: { id: string; path: string }[]
  /** listed, but cited nowhere */
  uncited: string[]
  /** listed more than once */
  repeated: string[]
}

/** Each id is listed by a line `- **ID** sentence.` of `list`. */
export function check(list: string, tests: readonly Source[]): Report {
  const listed = [...list.matchAll(/^- \*\*([A-Z][A-Z0-9]*-\d+)\*\* /gm)].map((match) => match[1]!)
  const cited = tests.flatMap(({ path, text }) =>
    [...new Set(text.match(idPattern) ?? [])]
      .filter((id) => !foreign.test(id))
      .map((id) => ({ id, path })),
  )
  return {
    unknown: cited.filter(({ id }) => !listed.includes(id)),
    uncited: [...new Set(listed)].filter((id) => !cited.some((citation) => citation.id === id)),
    repeated: listed.filter((id, index) => listed.indexOf(id) !== index),
  }
}

/** Tests, and what they have checked after each step of a history. */
export const isTest = (path: string) =>
  (/\.(test|fuzz)\.ts$|\.t\.sol$/.test(path) && !path.startsWith('tools/')) ||
  path === 'spec/src/invariants.ts'

function tests(root: string): Source[] {
  const list = execFileSync(
    'git',
    ['ls-files', '-co', '--exclude-standard', '--', '*.ts', '*.sol'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  return list
    .split('\n')
    .filter(isTest)
    .map((path) => ({ path, text: readFileSync(root + path, 'utf8') }))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const { unknown, uncited, repeated } = check(
    readFileSync(`${root}spec/invariants.md`, 'utf8'),
    tests(root),
  )
  for (const { id, path } of unknown)
    console.error(`${path} cites ${id}, which spec/invariants.md doesn't list`)
  for (const id of uncited) console.error(`spec/invariants.md lists ${id}, which no test cites`)
  for (const id of repeated) console.error(`spec/invariants.md lists ${id} twice`)
  if (unknown.length + uncited.length + repeated.length > 0) process.exit(1)
}
