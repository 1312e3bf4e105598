import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(root + path, 'utf8')

/** What happened to others: number, what happened, the rule, what answers it, which test shows that. */
const rows = [
  ...read('docs/decisions/incidents.md').matchAll(
    /^\| (\d+) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|$/gm,
  ),
].map(([, number, , , answer, shown]) => ({ number: number!, answer: answer!, shown: shown! }))

const properties = new Set(
  [...read('spec/invariants.md').matchAll(/^- \*\*([A-Z]+-\d+)\*\*/gm)].map(([, id]) => id),
)
const contractTests = textsBelow('contracts/test', '.t.sol')
const ruleTests = textsBelow('spec/src', '.test.ts')

describe('what happened to others', () => {
  test('default: all 45 are there, in order', () => {
    expect(rows.map(({ number }) => Number(number))).toEqual(
      Array.from({ length: 45 }, (_, i) => i + 1),
    )
  })

  test.each(rows)(
    '$number: is answered by tests that exist, or says why it can’t happen',
    (row) => {
      const { number, answer, shown } = row
      const ids = shown.match(/\b[A-Z]+-\d+\b/g) ?? []
      for (const id of ids) expect(properties, id).toContain(id)

      const names = [...shown.matchAll(/`(\w+)`/g)].map(([, name]) => name!)
      for (const name of names)
        if (name.startsWith('test_')) expect(contractTests, name).toContain(`function ${name}(`)
        else expect(ruleTests, name).toContain(name)

      const told = [...shown.matchAll(/incident (\d+)/g)].map(([, told]) => told)
      for (const one of told) expect(one).toBe(number)
      if (told.length > 0) expect(ruleTests).toMatch(new RegExp(`incident ${number}: `))

      if (ids.length + names.length + told.length === 0) {
        expect(shown).toBe('–')
        expect(answer).toContain("doesn't apply")
      }
    },
  )
})

function textsBelow(directory: string, ending: string): string {
  return readdirSync(root + directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => read(`${directory}/${path}`))
    .join('\n')
}
