import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from './anvil.ts'

const script = fileURLToPath(new URL('./start.ts', import.meta.url))
const state = mkdtempSync(join(tmpdir(), 'cairn-state-'))
let port: number

beforeAll(async () => {
  port = await threeFreePorts()
})
afterAll(() => rmSync(state, { recursive: true }))

/** Three in a row, as `--port` takes them. */
async function threeFreePorts(): Promise<number> {
  return (await freePort()) - 3
}

type Run = { child: ChildProcess; output(): string; code: Promise<number | null> }

function start(...args: string[]): Run {
  const command = ['--import', 'tsx', script, '--port', String(port), ...args]
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  child.stdout.on('data', (part) => (text += part))
  child.stderr.on('data', (part) => (text += part))
  return {
    child,
    output: () => text,
    code: new Promise((resolve) => child.once('exit', resolve)),
  }
}

async function ready({ output, child }: Run) {
  while (!output().includes('Cairn is ready')) {
    if (child.exitCode !== null) throw new Error(output())
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const answers = (at: number) =>
  fetch(`http://127.0.0.1:${at}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber","params":[]}',
  }).then(
    async (response) => ((await response.json()) as { result: string }).result,
    () => undefined,
  )

test('one start brings a world up, a second says that the port is taken, and Ctrl-C ends every child', async () => {
  const first = start('--state', state)
  try {
    await ready(first)
    expect(first.output()).toMatch(/csETH +0x/)
    expect(first.output()).toMatch(/crETH +0x/)
    expect(first.output()).toMatch('npx cairn time +30d')
    expect(await answers(port)).toBeTypeOf('string')

    const second = start()
    expect(await second.code).toBe(1)
    expect(second.output()).toMatch(
      `Port ${port} (execution RPC) is in use: another devnet may be running.`,
    )
  } finally {
    first.child.kill('SIGINT')
  }
  expect(await first.code).toBe(0)
  expect(first.output()).toMatch(`the world is kept in ${state}`)
  expect(await answers(port)).toBeUndefined()
}, 300_000)

test('a start with the state of an earlier one goes on with its world', async () => {
  const again = start('--state', state)
  try {
    await ready(again)
    expect(again.output()).toMatch(`going on with the world in ${state}`)
    expect(Number(await answers(port))).toBeGreaterThan(50)
  } finally {
    again.child.kill('SIGINT')
  }
  expect(await again.code).toBe(0)
}, 300_000)
