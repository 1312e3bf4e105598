import { readFileSync, statSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import {
  type Address,
  createPublicClient,
  createWalletClient,
  defineChain,
  http,
  isAddress,
  isHex,
  size,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { exact } from './arithmetic/exact.ts'
import { numeric } from './arithmetic/numeric.ts'
import type { Addresses } from './chain/addresses.ts'
import { createLog } from './serve/log.ts'
import { createRewards } from './serve/rewards.ts'
import { serveClaims } from './serve/serveClaims.ts'

const usage = `npm run rewards -- [options]

Recomputes every posted root from the chain's events, proves claims against the newest that is right, and, with the updater's
key, posts one for each day that is over.

  --rpc <url>            execution node                                        (CAIRN_RPC)
  --deployment <file>    JSON with { block, restaking: { delegationManager, strategyManager,
                         allocationManager, eigenPodManager, rewardsCoordinator } }   (CAIRN_DEPLOYMENT)
  --key-file <file>      the updater's private key, 32 bytes of hex; nothing is
                         posted without                                        (CAIRN_KEY_FILE)
  --port <port>          serve GET /claims/<earner> and GET /root on loopback
  --every <seconds>      between two looks at the chain                        (60)
  --settle <seconds>     after midnight, until a day counts as over            (900)
  --arithmetic <name>    exact, or numeric: what EigenLayer's pipeline does    (exact)
  --once                 look once, then end
  --help

Logs are JSON lines on stdout. It keeps no state: stop it at any time, start it anywhere.`

async function main() {
  const { values } = parseArgs({
    options: {
      rpc: { type: 'string', default: process.env.CAIRN_RPC },
      deployment: { type: 'string', default: process.env.CAIRN_DEPLOYMENT },
      'key-file': { type: 'string', default: process.env.CAIRN_KEY_FILE },
      port: { type: 'string' },
      every: { type: 'string', default: '60' },
      settle: { type: 'string', default: '900' },
      arithmetic: { type: 'string', default: 'exact' },
      once: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(usage)

  const url = required('rpc', values.rpc)
  const { addresses, fromBlock } = readDeployment(required('deployment', values.deployment))
  const arithmetic = { exact, numeric }[values.arithmetic]
  if (!arithmetic) throw new Error(`--arithmetic is exact or numeric, not ${values.arithmetic}.`)
  const [every, settle] = [whole('every', values.every), whole('settle', values.settle)]

  const transport = http(url, { batch: true })
  const id = await createPublicClient({ transport }).getChainId()
  const chain = defineChain({
    id,
    name: `chain ${id}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [url] } },
  })
  const publicClient = createPublicClient({ chain, transport, cacheTime: 0 })
  const account = values['key-file'] && privateKeyToAccount(readKey(values['key-file']))
  const walletClient = account ? createWalletClient({ account, chain, transport }) : undefined

  const log = createLog()
  const rewards = createRewards({
    publicClient,
    ...(walletClient && { walletClient }),
    addresses,
    fromBlock,
    arithmetic,
    settle,
    log,
  })
  if (values.once) return rewards.tick()

  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => stop.abort(new DOMException(signal, 'AbortError')))
  const server = values.port && (await serveClaims(rewards, { port: whole('port', values.port) }))
  const served = server && `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  log.info({ chain: id, poster: account ? account.address : undefined, served }, 'started')

  while (!stop.signal.aborted) {
    await rewards
      .tick()
      .catch((error: unknown) => log.warn({ reason: String(error) }, 'will try again'))
    await sleep(every * 1000, undefined, { signal: stop.signal }).catch(() => {})
  }
  if (server) server.close()
}

function readDeployment(file: string): { addresses: Addresses; fromBlock: bigint } {
  const { block, restaking } = JSON.parse(readFileSync(file, 'utf8')) as {
    block?: number
    restaking?: Record<string, unknown>
  }
  const address = (name: string): Address => {
    const found = restaking?.[name]
    if (typeof found === 'string' && isAddress(found)) return found
    throw new Error(`${file} has no address restaking.${name}.`)
  }
  return {
    addresses: {
      delegationManager: address('delegationManager'),
      strategyManager: address('strategyManager'),
      allocationManager: address('allocationManager'),
      eigenPodManager: address('eigenPodManager'),
      rewardsCoordinator: address('rewardsCoordinator'),
    },
    fromBlock: BigInt(block ?? 0),
  }
}

function readKey(file: string) {
  const mode = statSync(file).mode & 0o077
  if (mode !== 0) throw new Error(`${file} can be read by others. chmod 600 ${file}`)
  const key = readFileSync(file, 'utf8').trim()
  if (!isHex(key) || size(key) !== 32) throw new Error(`${file} doesn't hold 32 bytes of hex.`)
  return key
}

function required(name: string, value: string | undefined) {
  if (value === undefined) throw new Error(`--${name} is missing.\n\n${usage}`)
  return value
}

function whole(name: string, value: string) {
  const number = Number(value)
  if (Number.isSafeInteger(number) && number >= 0) return number
  throw new Error(`--${name} takes a whole number, not ${value}.`)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
