import { createInterface } from 'node:readline/promises'
import Table from 'cli-table3'
import pc from 'picocolors'
import yoctoSpinner from 'yocto-spinner'
import { UsageError } from './errors.ts'
import { toJson } from './format/json.ts'

/** Where a command's words go: its result to stdout, what passes to stderr. */
export class Terminal {
  readonly json: boolean
  /** Whether a person is looking. */
  readonly live: boolean

  constructor({ json = false }: { json?: boolean | undefined } = {}) {
    this.json = json
    this.live = !json && process.stderr.isTTY === true
  }

  /** The result: `value` with --json, else what `human` makes of it. */
  result(value: unknown, human: () => string) {
    process.stdout.write(`${this.json ? toJson(value) : human()}\n`)
  }

  /** Something to know before the result; nothing with --json. */
  note(text: string) {
    if (!this.json) process.stdout.write(`${text}\n`)
  }

  /** Shows that `work` is going on. It may change the words. */
  async during<value>(
    text: string,
    work: (say: (text: string) => void) => Promise<value>,
  ): Promise<value> {
    if (!this.live) return work(() => {})
    const spinner = yoctoSpinner({ text, stream: process.stderr }).start()
    try {
      return await work((next) => {
        spinner.text = next
      })
    } finally {
      spinner.stop()
    }
  }

  /** Asks before something that can't be undone. */
  async confirm(question: string, { yes }: { yes: boolean }) {
    if (yes) return
    if (!this.live || process.stdin.isTTY !== true)
      throw new UsageError('This sends a transaction on a public chain. Add --yes to confirm it.')

    const lines = createInterface({ input: process.stdin, output: process.stderr })
    const answer = await lines.question(`${question} [y/N] `)
    lines.close()
    if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError('Nothing was sent.')
  }
}

/** Facts, one a line: what it is on the left, what it says on the right. */
export function facts(rows: readonly (readonly [string, string] | undefined)[]): string {
  const present = rows.filter((row) => row !== undefined)
  const width = Math.max(...present.map(([label]) => label.length))
  return present.map(([label, text]) => `${pc.dim(label.padEnd(width))}  ${text}`).join('\n')
}

/** A table of few lines and no boxes. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { right = [] }: { right?: readonly number[] } = {},
): string {
  const none = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left']
  const chars = Object.fromEntries(
    [...none, ...['bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid']].map(
      (name) => [name, ''],
    ),
  )
  const grid = new Table({
    head: head.map((title) => pc.dim(title)),
    chars: { ...chars, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: head.map((_, column) => (right.includes(column) ? 'right' : 'left')),
  })
  grid.push(...rows.map((row) => [...row]))
  return grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

/** `███████░░░  70 %` */
export function bar(done: number, total: number, width = 28): string {
  const part = total === 0 ? 1 : Math.min(done / total, 1)
  const full = Math.round(part * width)
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${String(Math.floor(part * 100)).padStart(3)} %`
}
