import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { openBook } from './book.ts'

const scratch = mkdtempSync(`${tmpdir()}/cairn-book-`)
afterAll(() => rmSync(scratch, { recursive: true }))

describe('openBook', () => {
  test('what is written first stands', async () => {
    const book = await openBook(`${scratch}/first`)
    expect(await book.find('7')).toBeUndefined()
    expect(await book.settle('7', '100')).toBe('100')
    expect(await book.settle('7', '101')).toBe('100')
    expect(await book.find('7')).toBe('100')
  })

  test('and stands for whoever opens it next', async () => {
    await (await openBook(`${scratch}/next`)).settle('1/64', '0xaa')
    expect(await (await openBook(`${scratch}/next`)).settle('1/64', '0xbb')).toBe('0xaa')
  })

  test('of many who write at once all get the same (ONCE-1)', async () => {
    const books = await Promise.all(Array.from({ length: 8 }, () => openBook(`${scratch}/at-once`)))
    for (let subject = 0; subject < 20; subject++) {
      const values = await Promise.all(books.map((book, i) => book.settle(`${subject}`, `${i}`)))
      expect(new Set(values).size).toBe(1)
    }
  })

  test('leaves no drafts behind', async () => {
    const book = await openBook(`${scratch}/tidy`)
    await book.settle('1', '5')
    await book.settle('1', '6')
    expect(readdirSync(`${scratch}/tidy`)).toEqual(['1'])
  })

  // A process that is killed by the system, wherever it is, eight times; each time two live at once for a while.
  test('killed at any moment, nothing is ever said twice (ONCE-1)', async () => {
    const said = new Map<string, Set<string>>()
    for (let life = 0; life < 8; life++) {
      const twins = [signing(`${scratch}/killed`), signing(`${scratch}/killed`)]
      await Promise.all(twins.map((twin) => twin.begun))
      await new Promise((resolve) => setTimeout(resolve, 40 + Math.random() * 60))
      for (const twin of twins) twin.child.kill('SIGKILL')
      for (const line of (await Promise.all(twins.map((twin) => twin.ended))).flat()) {
        const [subject, value] = line.split(' ') as [string, string]
        said.set(subject, (said.get(subject) ?? new Set()).add(value))
      }
    }
    expect(said.size).toBeGreaterThan(10)
    expect([...said].filter(([, values]) => values.size > 1)).toEqual([])
  })
})

function signing(directory: string) {
  const script = fileURLToPath(new URL('../../test/signOverAndOver.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, directory])
  let output = ''
  const begun = new Promise((resolve) =>
    child.stdout.on('data', (part) => resolve((output += part))),
  )
  // A line that was cut off wasn't said.
  const ended = new Promise<string[]>((resolve) =>
    child.on('close', () => resolve(output.split('\n').slice(0, -1))),
  )
  return { child, begun, ended }
}
