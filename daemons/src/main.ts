import { readFileSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { BeaconClient } from '@cairn/beacon'
import { deploymentOn } from '@cairn/sdk/deployments'
import {
  createPublicClient,
  createWalletClient,
  defineChain,
  type Hex,
  http,
  isHex,
  size,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { type Addresses, validatorRegistryAbi } from './chain/index.ts'
import {
  createKeeper,
  createLog,
  createMetrics,
  createProver,
  type Daemon,
  FatalError,
  run,
  serveMetrics,
  systemClock,
} from './index.ts'

const usage = `cairn-daemons <prover|keeper>... [options]

  --rpc <url>            execution node                                   (CAIRN_RPC)
  --beacon <url>         beacon node                                      (CAIRN_BEACON)
  --deployment <file>    JSON with { block, addresses: { vault, registry } } (CAIRN_DEPLOYMENT;
                         if left out, the one noted for the chain in contracts/deployments)
  --key-file <file>      private key that pays, 32 bytes of hex           (CAIRN_KEY_FILE)
  --cadence <seconds>    between two checkpoints that are opened unasked  (86400)
  --scan <seconds>       between two looks at the beacon state            (1800; keeper 384)
  --every <seconds>      between two ticks                                (12)
  --max-fee <gwei>       per gas; dearer blocks are waited out            (200)
  --metrics-port <port>  serve /metrics and /healthz on loopback
  --log-level <level>    debug, info, warn, error                         (info)
  --once                 one tick each, then end
  --help

Logs are JSON lines on stdout. It keeps no state: stop it at any time, start it anywhere.
Give each daemon, and each machine, a key of its own; one key shared is safe but slow.`

const daemons = ['prover', 'keeper'] as const

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rpc: { type: 'string', default: process.env.CAIRN_RPC },
      beacon: { type: 'string', default: process.env.CAIRN_BEACON },
      deployment: { type: 'string', default: process.env.CAIRN_DEPLOYMENT },
      'key-file': { type: 'string', default: process.env.CAIRN_KEY_FILE },
      cadence: { type: 'string' },
      scan: { type: 'string' },
      every: { type: 'string', default: '12' },
      'max-fee': { type: 'string', default: '200' },
      'metrics-port': { type: 'string' },
      'log-level': { type: 'string', default: 'info' },
      once: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(usage)

  const names = daemons.filter((name) => positionals.includes(name))
  if (names.length === 0 || names.length < positionals.length)
    throw new FatalError(`Say which: prover, keeper, or both.\n\n${usage}`)
  const url = required('rpc', values.rpc)
  const account = privateKeyToAccount(readKey(required('key-file', values['key-file'])))
  const beacon = new BeaconClient({ url: required('beacon', values.beacon) })

  const transport = http(url, { batch: true })
  const id = await createPublicClient({ transport }).getChainId()
  const { addresses, fromBlock } = findDeployment(values.deployment, id)
  const chain = defineChain({
    id,
    name: `chain ${id}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [url] } },
  })
  const publicClient = createPublicClient({ chain, transport, cacheTime: 0 })
  const walletClient = createWalletClient({ account, chain, transport })
  await requireSameNetwork()

  const log = createLog({ level: values['log-level'] })
  const metrics = createMetrics()
  const settings = { publicClient, walletClient, beacon, addresses, log, metrics }
  const options = defined({
    fromBlock,
    cadence: whole('cadence', values.cadence),
    scan: whole('scan', values.scan),
    maxFeePerGas: BigInt(whole('max-fee', values['max-fee'])!) * 10n ** 9n,
  })
  const make = { prover: createProver, keeper: createKeeper }
  const made: Daemon[] = names.map((name) => make[name]({ ...settings, options }))

  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => stop.abort(new DOMException(signal, 'AbortError')))
  const port = whole('metrics-port', values['metrics-port'])
  const server = port === undefined ? undefined : await serveMetrics(metrics, { port })
  const at = server?.address()
  const served = typeof at === 'object' && at ? `http://127.0.0.1:${at.port}/metrics` : undefined
  const { vault, registry } = addresses
  const about = { daemons: names, chain: id, vault, registry, key: account.address }
  log.info({ ...about, metrics: served }, 'started')
  try {
    const every = whole('every', values.every)!
    const clock = systemClock
    for (const daemon of made) if (values.once) await daemon.tick(stop.signal)
    if (!values.once)
      await Promise.all(
        made.map((daemon) => run(daemon, { clock, every, log, metrics, signal: stop.signal })),
      )
  } finally {
    stop.abort()
    server?.close()
  }

  async function requireSameNetwork() {
    const { genesisTime } = await beacon.genesis()
    const expected = await publicClient.readContract({
      address: addresses.registry,
      abi: validatorRegistryAbi,
      functionName: 'genesisTime',
    })
    if (BigInt(genesisTime) !== expected)
      throw new FatalError(
        `The beacon node's chain began at ${genesisTime}, the registry's at ${expected}. Give the beacon node of the execution node's network.`,
      )
  }
}

function required(name: string, value: string | undefined) {
  if (value === undefined) throw new FatalError(`--${name} is missing.\n\n${usage}`)
  return value
}

function whole(name: string, value: string | undefined) {
  if (value === undefined) return undefined
  const number = Number(value)
  if (Number.isSafeInteger(number) && number >= 0) return number
  throw new FatalError(`--${name} takes a whole number, not ${value}.`)
}

function findDeployment(file: string | undefined, chain: number): Deployed {
  if (file === undefined) {
    const noted = deploymentOn(chain)
    if (noted) return { addresses: noted, fromBlock: noted.fromBlock ?? 0n }
    throw new FatalError(`No Cairn is known on chain ${chain}: give --deployment.`)
  }

  const { addresses, block } = JSON.parse(readFileSync(file, 'utf8'))
  if (addresses?.vault && addresses.registry) return { addresses, fromBlock: BigInt(block ?? 0) }
  throw new FatalError(`${file} doesn't say where vault and registry are.`)
}

type Deployed = { addresses: Addresses; fromBlock: bigint }

function readKey(file: string): Hex {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new FatalError(`${file} can be read by others. Forbid it: chmod 600 ${file}`)
  const text = readFileSync(file, 'utf8').trim()
  const key = (text.startsWith('0x') ? text : `0x${text}`) as Hex
  if (isHex(key) && size(key) === 32) return key
  throw new FatalError(`${file} doesn't hold a private key: 32 bytes of hex.`)
}

/** Options that weren't given leave a daemon its own defaults. */
function defined<T extends object>(options: T) {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Partial<T>
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
