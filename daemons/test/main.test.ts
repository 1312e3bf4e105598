import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { startWorld, type World } from '@cairn/devnet'
import { afterAll, beforeAll, expect, test } from 'vitest'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const folder = mkdtempSync(`${tmpdir()}/cairn-daemons-`)
let world: World
beforeAll(async () => {
  world = await startWorld({ validators: 64, daemons: false })
  const block = Number(world.fromBlock)
  writeFileSync(`${folder}/at.json`, JSON.stringify({ block, addresses: world.addresses }))
  writeFileSync(`${folder}/key`, world.accounts.prover.privateKey, { mode: 0o600 })
  writeFileSync(`${folder}/open-key`, world.accounts.prover.privateKey, { mode: 0o644 })
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await world?.stop()
})

function start(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args])
  const output = { out: '', err: '' }
  child.stdout.on('data', (part) => (output.out += part))
  child.stderr.on('data', (part) => (output.err += part))
  const done = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.on('exit', (code) => resolve({ code, ...output })),
  )
  return { child, done, output }
}

const network = () => [
  ...['--rpc', world.rpcUrl, '--beacon', world.beaconUrl],
  ...['--deployment', `${folder}/at.json`, '--key-file', `${folder}/key`],
]
const lines = (out: string) =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

test('--help says what there is', async () => {
  const { code, out } = await start('--help').done
  expect(code).toBe(0)
  expect(out).toContain(
    'cairn-daemons <prover|keeper|restaker|podkeeper|bidder|oracle|attester|watcher>',
  )
})

test('runs by configuration alone: one tick brings a checkpoint', async () => {
  await world.advance(86_400)
  const { code, out, err } = await start('prover', 'keeper', '--once', ...network()).done
  expect(err).toBe('')
  expect(code).toBe(0)
  const included = lines(out).filter(({ msg }) => msg === 'included')
  expect(included.map(({ duty }) => duty)).toEqual(expect.arrayContaining(['open', 'prove']))
})

test('runs until it is told to stop, and serves metrics meanwhile', async () => {
  const { child, done, output } = start('keeper', '--metrics-port', '0', ...network())
  while (!output.out.includes('started')) await new Promise((resolve) => setTimeout(resolve, 50))
  const [{ metrics }] = lines(output.out) as [{ metrics: string }]
  expect(await (await fetch(metrics)).text()).toContain('cairn_ticks_total')

  child.kill('SIGTERM')
  expect(await done).toMatchObject({ code: 0, err: '' })
})

test.each([
  ['without a node', () => ['prover'], '--rpc is missing'],
  [
    'on a chain of which nothing is known',
    () => ['prover', ...network().filter((it) => !/deployment|at\.json/.test(it))],
    'No Cairn is known on chain 31337',
  ],
  [
    'where there is no crETH',
    () => ['restaker', ...network()],
    "The deployment doesn't say where crETH is",
  ],
  [
    'bids that aren’t any',
    () => ['bidder', ...network(), '--bids', '0x12=1'],
    '--bids takes token=ether, not 0x12=1',
  ],
  [
    'with a key that others can read',
    () => ['prover', ...network(), '--key-file', `${folder}/open-key`],
    'chmod 600',
  ],
])('%s it refuses, and says what to do', async (_, args, reason) => {
  const { code, err } = await start(...args()).done
  expect(code).toBe(1)
  expect(err).toContain(reason)
})
