import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { connectRpc, type Rpc } from './rpc.ts'

/** Foundry's public development mnemonic. Its keys are known to everyone. */
export const devMnemonic = 'test test test test test test test test test test test junk'

export class PortBusyError extends Error {
  override name = 'PortBusyError'
  constructor(
    readonly port: number,
    what: string,
  ) {
    super(
      `Port ${port} (${what}) is in use: another devnet may be running. Stop it, or choose other ports with --port.`,
    )
  }
}

export type Anvil = {
  url: string
  rpc: Rpc
  /** Ends the process that was started, and waits until it has ended. */
  stop(): Promise<void>
  /** Called if the process ends without having been asked to. */
  onDeath(listener: (reason: string) => void): void
}

/**
 * Starts one anvil on loopback as the execution layer of a world: osaka, no automine, the mainnet limits on code size
 * (EIP-170) and on a transaction's gas (EIP-7825), no historical states.
 */
export async function startAnvil(options: startAnvil.Options = {}): Promise<Anvil> {
  const { chainId = 31337, timestamp, accounts = 32, gasLimit = 60_000_000, load } = options
  const port = options.port ?? (await freePort())
  await requireFree(port, 'execution RPC')

  const child = spawn(
    binary(),
    [
      ...['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(chainId)],
      ...['--hardfork', 'osaka', '--gas-limit', String(gasLimit), '--enable-tx-gas-limit'],
      ...['--accounts', String(accounts), '--balance', '100000', '--mnemonic', devMnemonic],
      ...['--order', 'fifo', '--no-mining', '--prune-history', '32', '--quiet'],
      // A saved world is handed over in one request.
      '--no-request-size-limit',
      ...(timestamp === undefined ? [] : ['--timestamp', String(timestamp)]),
      ...(load === undefined ? [] : ['--load-state', load]),
    ],
    // A group of its own: Ctrl-C in the terminal is for us, who end it in order.
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  )
  let output = ''
  const keep = (part: Buffer) => {
    output = (output + part.toString()).slice(-4_000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)

  let stopping = false
  let dead: string | undefined
  const listeners: ((reason: string) => void)[] = []
  const ended = new Promise<void>((resolve) => {
    const end = (reason: string) => {
      dead ??= reason
      if (!stopping) for (const listener of listeners) listener(reason)
      resolve()
    }
    child.once('error', (error) => end(`anvil did not start: ${error.message}`))
    child.once('exit', (code, signal) => end(`anvil ended (${signal ?? code})\n${output}`))
  })
  // A parent that dies without a word takes its child with it.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)

  const url = `http://127.0.0.1:${port}`
  const rpc = connectRpc(url)
  const deadline = Date.now() + 20_000
  while (dead === undefined) {
    try {
      await rpc('eth_chainId')
      break
    } catch {
      if (Date.now() > deadline) child.kill('SIGKILL')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  if (dead !== undefined) throw new Error(dead)

  return {
    url,
    rpc,
    onDeath: (listener) => void listeners.push(listener),
    async stop() {
      stopping = true
      process.removeListener('exit', kill)
      rpc.close()
      child.kill('SIGTERM')
      const slow = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(slow)
    },
  }
}

export declare namespace startAnvil {
  type Options = {
    /** A free one if not given. */
    port?: number
    chainId?: number
    /** Seconds, of the genesis block. */
    timestamp?: number
    accounts?: number
    gasLimit?: number
    /** A file with what `anvil_dumpState` wrote. */
    load?: string
  }
}

/** The binary itself, not its Node wrapper, so that the pid is the server's. */
function binary(): string {
  const require = createRequire(import.meta.url)
  const platform = process.platform === 'win32' ? 'win32' : process.platform
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch
  const name = process.platform === 'win32' ? 'anvil.exe' : 'anvil'
  const wrapper = createRequire(require.resolve('@foundry-rs/anvil/package.json'))
  return wrapper.resolve(`@foundry-rs/anvil-${platform}-${architecture}/bin/${name}`)
}

export async function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

export async function requireFree(port: number, what: string): Promise<void> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', () => reject(new PortBusyError(port, what)))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()))
  })
}
