import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { stripVTControlCharacters } from 'node:util'
import { expect, vi } from 'vitest'
import { main } from '../src/main.ts'

let control: Server | undefined

/** Says where things are, as a devnet's control API does, to all commands that follow. */
export function serve(status: object): Promise<Server> {
  const all = { chainId: 31_337, beaconUrl: 'http://127.0.0.1:9', ...status }
  const server = createServer((_, response) =>
    response.end(JSON.stringify({ ...all, claimsUrl: null, accounts: {} })),
  )
  control = server
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

/** Runs a command in this process: starting one for each would take longer than all that they do. */
async function cairn(...args: string[]) {
  const { port } = control!.address() as AddressInfo
  vi.stubEnv('CAIRN_CONTROL', `http://127.0.0.1:${port}`)
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)]
  try {
    const code = await main(args)
    return { code, stdout: stdout.text(), stderr: stderr.text() }
  } finally {
    stdout.spy.mockRestore()
    stderr.spy.mockRestore()
    vi.unstubAllEnvs()
  }
}

function capture(stream: NodeJS.WriteStream) {
  const written: string[] = []
  const spy = vi.spyOn(stream, 'write').mockImplementation((text) => {
    written.push(stripVTControlCharacters(String(text)))
    return true
  })
  return { text: () => written.join(''), spy }
}

export async function said(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await cairn(...args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).not.toMatch(/undefined|NaN|\[object/)
  return stdout
}

export async function json(...args: string[]) {
  return JSON.parse(await said(...args, '--json'))
}

export async function refused(...args: string[]) {
  const { code, stdout, stderr } = await cairn(...args)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(stdout).not.toContain('undefined')
  return { code, stderr }
}
