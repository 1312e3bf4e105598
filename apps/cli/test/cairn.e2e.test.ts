import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, serveControl, startAnvil, startWorld, type World } from '@cairn/devnet'
import { parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { main } from '../src/main.ts'
import { createProgram, everyCommand } from '../src/program.ts'

const binary = fileURLToPath(new URL('../bin/cairn.js', import.meta.url))

/** ms. Days pass in seconds, unless the machine has other things to do. */
const long = 300_000

let world: World
let control: Awaited<ReturnType<typeof serveControl>>

beforeAll(async () => {
  world = await startWorld({ validators: 64, staked: { bob: parseEther('300') } })
  control = await serveControl(world, { port: 0 })
})
afterAll(async () => {
  await control?.close()
  await world?.stop()
})

type Ended = { code: number | null; stdout: string; stderr: string }

/** Runs the command as a person would, in a process of its own. */
function cairn(...args: string[]): Promise<Ended> {
  return run([...args], { CAIRN_CONTROL: control.url })
}

function run(args: string[], env: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, [binary, ...args], {
    env: { PATH: process.env.PATH, ...env },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })))
}

async function json(...args: string[]) {
  const { code, stdout, stderr } = await cairn(...args, '--json')
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return JSON.parse(stdout)
}

async function refused(...args: string[]) {
  const { code, stdout, stderr } = await cairn(...args)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(stdout).not.toContain('undefined')
  return { code, stderr }
}

describe('from ether to csETH and back', () => {
  test('accounts: everyone by name, with what they have', async () => {
    const { code, stdout } = await cairn('accounts')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ 0 {2}alice +0xf39F\w+ +100,000 +0$/m)
    expect(await json('accounts')).toContainEqual({
      name: 'alice',
      address: world.accounts.alice.address,
      ether: parseEther('100000').toString(),
      shares: '0',
    })
  })

  test('stake: says what it will do, and what it did', async () => {
    const { code, stdout, stderr } = await cairn('stake', '10')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('You stake  10 ETH')
    expect(stdout).toMatch(/Staked 10 ETH for [\d.]+ csETH\./)
  })

  test('position: of anyone', async () => {
    const alice = await json('position')
    expect(BigInt(alice.value)).toBeGreaterThan(parseEther('9.999'))
    expect((await cairn('position', 'bob')).stdout).toContain(world.accounts.bob.address)
  })

  test('redeem: a ticket, as a place in the line', async () => {
    const { code, stdout } = await cairn('redeem', '1')
    expect(code).toBe(0)
    expect(stdout).toContain('at 1.0.')
    expect(stdout).toContain('cairn claim 1.0')
    expect((await cairn('position')).stdout).toMatch(/^ +1\.0 +1 +0 +- +0 +about /m)
  })

  test('claim: not before it is filled', async () => {
    const { code, stderr } = await refused('claim', '1.0')
    expect(code).toBe(1)
    expect(stderr).toMatch(/Nothing of the ticket at 1\.0 is filled yet/)
    expect((await refused('claim')).stderr).toMatch(/Nothing is filled yet.* about /)
  })

  test('time: passes', { timeout: long }, async () => {
    const before = await json('status')
    const passed = await json('time', '+2d')
    const after = await json('status')
    expect(passed).toMatchObject({ finished: true })
    expect(BigInt(after.at) - BigInt(before.at)).toBeGreaterThanOrEqual(2n * 86_400n)
  })

  test('checkpoint: proves what the validators hold, or says when it may', {
    timeout: long,
  }, async () => {
    await world.shift.aside(async () => {
      await json('time', '6h')
      const proven = await json('checkpoint')
      const status = await json('status')
      expect(status.checkpoint).toMatchObject({ type: 'finished', number: proven.number })
      expect(BigInt(status.age)).toBeLessThan(600n)
      expect((await refused('checkpoint')).stderr).toMatch(/may be opened at/)
    })
  })

  test('status: the rate has risen, and its age is said', async () => {
    const { rate, growthPerYear } = await json('status')
    expect(BigInt(rate)).toBeGreaterThan(parseEther('1'))
    expect(BigInt(growthPerYear)).toBeGreaterThan(0n)
    const { stdout } = await cairn('status')
    expect(stdout).toMatch(/Last checkpoint {2}#\d+, of .+ ago; good for /)
  })

  test('claim: pays', async () => {
    const [claimed] = await json('claim')
    expect(claimed).toMatchObject({
      id: parseEther('1').toString(),
      shares: parseEther('1').toString(),
    })
    expect(BigInt(claimed.assets)).toBeGreaterThan(0n)
    const { code, stderr } = await refused('claim', '1.0')
    expect(code).toBe(1)
    expect(stderr).toContain('The ticket at 1.0 isn')
  })

  test('redeem --instant: ether at once, for a fee', async () => {
    const { code, stdout } = await cairn('redeem', '0.1', '--instant')
    expect(code).toBe(0)
    expect(stdout).toMatch(/Redeemed 0\.1 csETH for 0\.\d+ ETH; the fee was 0\.\d+ ETH\./)
    const { stderr } = await refused('redeem', 'all', '--instant', '--account', 'bob')
    expect(stderr).toMatch(/The instant lane can pay .* request a redemption from the queue/)
  })
})

describe('validators', () => {
  test('validators: lists ours, with what they hold', async () => {
    const validators = await json('validators')
    expect(validators).toHaveLength(6)
    expect((await cairn('validators')).stdout).toMatch(/^ 0 +64 +1 +proven +[\d.,]+ ETH/m)
  })

  test('exit: of the curator alone, unless the vault is short', async () => {
    const { code, stderr } = await refused('exit', '1')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^cairn: .+\.\n$/)
    expect((await cairn('exit', '1', '--account', 'curator')).stdout).toContain(
      'validator 1 will exit',
    )
  })

  test('slash: is proven and booked, and shown', { timeout: long }, async () => {
    expect((await cairn('slash', '2')).stdout).toContain('Slashed: validator 2 (beacon index 66)')
    await json('time', '7h')
    expect((await json('status')).validators).toMatchObject({ slashed: 1 })
    expect((await cairn('validators')).stdout).toMatch(/^ 2 +66 +3 +slashed /m)
  })
})

describe('what is refused', () => {
  test.each([
    [['stake', '0'], /0: give more/],
    [['stake', 'lots'], /isn't an amount/],
    [['stake'], /missing required argument/],
    [['claim', 'first'], /isn't a ticket/],
    [['time', 'later'], /isn't a length of time/],
    [['exit', '999'], /no validator 999/],
    [['position', 'zoe'], /is no account/],
    [['fly'], /unknown command/],
  ])('usage: %s', async (args, words) => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    vi.stubEnv('CAIRN_CONTROL', control.url)
    try {
      expect(await main(args)).toBe(2)
      expect(written.mock.calls.join('')).toMatch(words)
    } finally {
      written.mockRestore()
      vi.unstubAllEnvs()
    }
  })

  test('nothing there: says where it looked, and what to do', async () => {
    const { code, stderr } = await run(['status'], { CAIRN_RPC: 'http://127.0.0.1:9' })
    expect(code).toBe(3)
    expect(stderr).toBe(
      'cairn: No execution node answers at http://127.0.0.1:9. Start a devnet with `npm start`, or say where a node is with --rpc.\n',
    )
  })

  test('errors are JSON too', async () => {
    const { code, stdout, stderr } = await cairn('stake', '1', '--receiver', '0x12', '--json')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(JSON.parse(stderr).error).toMatchObject({ name: 'UsageError' })
  })

  test('a key of everyone, on a chain that is no devnet', async () => {
    const other = await startAnvil({
      port: await freePort(),
      chainId: 1234,
      timestamp: 1_700_000_000,
    })
    const directory = mkdtempSync(join(tmpdir(), 'cairn-e2e-'))
    try {
      const file = join(directory, 'deployment.json')
      writeFileSync(file, JSON.stringify({ addresses: world.addresses }))
      const env = { CAIRN_RPC: other.url, CAIRN_DEPLOYMENT: file }
      const { privateKey } = world.accounts.alice
      for (const key of ['', privateKey]) {
        const args = key ? ['stake', '1', '--yes'] : ['stake', '1', '--yes', '--account', 'alice']
        const keyed: Record<string, string> = key ? { ...env, CAIRN_PRIVATE_KEY: key } : env
        const { code, stderr } = await run(args, keyed)
        expect(code).toBe(2)
        expect(stderr).toContain('known to everyone, and this is chain 1234')
      }
    } finally {
      rmSync(directory, { recursive: true })
      await other.stop()
    }
  })
})

test('help teaches, with examples, for every command', async () => {
  const { code, stdout } = await run(['--help'], {})
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Examples\n {2}cairn status /m)

  const program = createProgram()
  const commands = everyCommand(program).filter((it) => it !== program)
  expect(commands).toHaveLength(50)
  for (const command of commands) {
    let help = ''
    command.configureOutput({
      writeOut: (text) => {
        help += text
      },
    })
    command.outputHelp()
    expect(stdout + (command.parent === program ? '' : parentHelp(command))).toContain(
      `  ${command.name()}`,
    )
    expect(help).toMatch(/^Examples\n {2}cairn /m)
    expect(help).toContain('--json')
  }
})

function parentHelp({ parent }: { parent: { helpInformation(): string } | null }): string {
  return parent?.helpInformation() ?? ''
}
