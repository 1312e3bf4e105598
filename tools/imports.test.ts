import { describe, expect, test } from 'vitest'
import { violations } from './imports.ts'

const of = (path: string, text: string) =>
  violations([{ path, text }]).map(({ from, to, line }) => `${from} → ${to} (${line})`)

describe('a planted violation is found', () => {
  test.each([
    [
      'by package name',
      'spec/src/rate.ts',
      "import { x } from '@cairn/beacon'",
      'spec → beacon (1)',
    ],
    [
      'of a subpath',
      'daemons/src/x.ts',
      "import { x } from '@cairn/contracts/abi'",
      'daemons → contracts (1)',
    ],
    [
      'by a relative path',
      'sdk/src/a/x.ts',
      "import x from '../../../beacon/src/x.ts'",
      'sdk → beacon (1)',
    ],
    [
      'of a type',
      'beacon/src/x.ts',
      "\nimport type { Wei } from '@cairn/spec'",
      'beacon → spec (2)',
    ],
    ['passed on', 'sdk/src/x.ts', "export * from '@cairn/daemons'", 'sdk → daemons (1)'],
    ['at run time', 'spec/src/x.ts', "await import('@cairn/sdk')", 'spec → sdk (1)'],
    ['for its effect', 'contracts/deploy/x.ts', "import '@cairn/spec'", 'contracts → spec (1)'],
    ['of an app', 'sdk/src/x.ts', "import { x } from '@cairn/cli'", 'sdk → apps/cli (1)'],
    ['by a test', 'spec/src/x.test.ts', "import { x } from '@cairn/daemons'", 'spec → daemons (1)'],
  ])('%s', (_, path, text, expected) => {
    expect(of(path, text)).toEqual([expected])
  })
})

describe('what the table allows is let through', () => {
  test.each([
    ['downwards', 'apps/cli/src/x.ts', "import { x } from '@cairn/sdk'"],
    ['within a room', 'sdk/src/a/x.ts', "import x from '../b/y.ts'"],
    ['a dependency', 'spec/src/x.test.ts', "import fc from 'fast-check'"],
    ["a test's world", 'daemons/test/x.test.ts', "import { startWorld } from '@cairn/devnet'"],
    ['a file outside of rooms', 'vitest.config.ts', "import { x } from '@cairn/spec'"],
  ])('%s', (_, path, text) => {
    expect(of(path, text)).toEqual([])
  })
})
