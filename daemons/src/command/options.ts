import { readFileSync, statSync } from 'node:fs'
import { type Address, type Hex, isAddress, isHex, parseEther, size } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { FatalError } from '../runtime/index.ts'

export const usage = `cairn-daemons <prover|keeper|restaker|podkeeper|bidder|oracle|attester|watcher>... [options]

  --rpc <url>            execution node                                   (CAIRN_RPC)
  --beacon <url>         beacon node; for prover, keeper and podkeeper    (CAIRN_BEACON)
  --deployment <file>    JSON with { block, addresses: { vault, registry },
                         restaking: { avs: { oracle, bridge }, … },
                         liquid: { … } }                                  (CAIRN_DEPLOYMENT;
                         if left out, the one noted for the chain in contracts/deployments)
  --key-file <file>      private key that pays, 32 bytes of hex           (CAIRN_KEY_FILE)
  --cadence <seconds>    between two checkpoints that are opened unasked  (86400)
  --scan <seconds>       between two looks at the beacon state            (1800; keepers 384)
  --every <seconds>      between two ticks                                (12)
  --max-fee <gwei>       per gas; dearer blocks are waited out            (200)
  --metrics-port <port>  serve /metrics and /healthz on loopback
  --log-level <level>    debug, info, warn, error                         (info)
  --once                 one tick each, then end
  --help

crETH (restaker, podkeeper), and who buys its rewards (bidder):

  --claims <url>         rewards server: GET <url>/claims/<earner>; for restaker
  --keep-stamped         renew the stamp even if nobody is to be filled: for the lane
  --bids <token=ether,…> what the bidder pays at most, in ether for 1e18 units
  --reserve <ether>      what the bidder keeps, to pay for gas            (0.1)

Operators of services (oracle, attester), and who watches them (watcher):

  --operator <address>   the operator that is registered                  (the key that pays)
  --signing-key-file <f> private key that it registered with the service
  --book <directory>     what was signed. Keep it: without it an operator may contradict itself
  --peers <url,…>        where the other operators answer
  --answer-port <port>   answer them on loopback
  --prices <url>         GET <url>?at=<seconds> tells the price; for oracle
  --source <url>         node of the chain whose roots are attested; for attester
  --source-every <n>     blocks from one attested height to the next      (32)
  --confirmations <n>    that make a source's block final                 (what it says is final)

Logs are JSON lines on stdout. But for the book they keep no state: stop them at any time, start them anywhere.
Give each daemon, and each machine, a key of its own; one key shared is safe but slow. Never run two operators with one
signing key and two books.`

export const flags = {
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
  claims: { type: 'string' },
  'keep-stamped': { type: 'boolean', default: false },
  bids: { type: 'string' },
  reserve: { type: 'string' },
  operator: { type: 'string' },
  'signing-key-file': { type: 'string' },
  book: { type: 'string' },
  peers: { type: 'string' },
  'answer-port': { type: 'string' },
  prices: { type: 'string' },
  source: { type: 'string' },
  'source-every': { type: 'string' },
  confirmations: { type: 'string' },
} as const

export type Values = { [name in keyof typeof flags]?: string | boolean | undefined }

export function text(values: Values, name: keyof Values) {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

export function required(values: Values, name: keyof Values) {
  const value = text(values, name)
  if (value === undefined) throw new FatalError(`--${name} is missing.\n\n${usage}`)
  return value
}

export function whole(values: Values, name: keyof Values) {
  const value = text(values, name)
  if (value === undefined) return undefined
  const number = Number(value)
  if (Number.isSafeInteger(number) && number >= 0) return number
  throw new FatalError(`--${name} takes a whole number, not ${value}.`)
}

export function address(values: Values, name: keyof Values): Address | undefined {
  const value = text(values, name)
  if (value === undefined || isAddress(value)) return value
  throw new FatalError(`--${name} takes an address, not ${value}.`)
}

/** Amounts of ether, in wei. */
export function amount(name: keyof Values, value: string) {
  if (/^\d{1,12}(\.\d{1,18})?$/.test(value)) return parseEther(value)
  throw new FatalError(`--${name} takes ether, like 0.5, not ${value}.`)
}

/** The account of a key that nobody else can read. */
export function accountFrom(file: string) {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new FatalError(`${file} can be read by others. Forbid it: chmod 600 ${file}`)
  const text = readFileSync(file, 'utf8').trim()
  const key = (text.startsWith('0x') ? text : `0x${text}`) as Hex
  if (isHex(key) && size(key) === 32) return privateKeyToAccount(key)
  throw new FatalError(`${file} doesn't hold a private key: 32 bytes of hex.`)
}

/** Options that weren't given leave a daemon its own defaults. */
export function defined<T extends object>(options: T) {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Partial<T>
}
