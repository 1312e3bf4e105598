import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { type Address, getAddress, type Hex, isAddress, isHex, type LocalAccount, size } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { devAccount, devNames, devnetChainId, isWellKnown } from './devnet.ts'
import { UsageError } from './errors.ts'
import { openKeystore } from './keystore.ts'
import type { Options } from './options.ts'

/** The key to send with. A devnet's keys are refused on every other chain: everyone has them. */
export async function signerOf(options: Options, chainId: number): Promise<LocalAccount> {
  const key = await keyOf(options)
  if (key) {
    const account = privateKeyToAccount(key)
    if (chainId !== devnetChainId && isWellKnown(account.address)) throw devnetKey(chainId)
    return account
  }

  if (chainId !== devnetChainId) {
    if (options.account !== undefined && devIndexOf(options.account) !== undefined)
      throw devnetKey(chainId)
    throw new UsageError(
      'No key to send with. Give one with --private-key-file or --keystore, or in CAIRN_PRIVATE_KEY.',
    )
  }
  const index = devIndexOf(options.account ?? 'alice')
  if (index === undefined)
    throw new UsageError(
      `The key of ${options.account} isn't known. Use a name (${devNames.join(', ')}) or an index, or give a key.`,
    )
  return devAccount(index)
}

/** Whose things to look at: a name, an index or an address; else whoever would send. */
export async function addressOf(
  options: Options,
  chainId: number,
  who: string | undefined = options.account,
): Promise<Address> {
  if (who !== undefined && isAddress(who)) return getAddress(who)
  if (who === undefined) return (await signerOf(options, chainId)).address

  const index = devIndexOf(who)
  if (index === undefined)
    throw new UsageError(
      `"${who}" is no account: give an address, or on the devnet a name (${devNames.join(', ')}) or an index.`,
    )
  if (chainId !== devnetChainId) throw devnetKey(chainId)
  return devAccount(index).address
}

/** `alice`, or the number of a key. */
export function devIndexOf(text: string): number | undefined {
  const named = devNames.indexOf(text as (typeof devNames)[number])
  if (named !== -1) return named
  return /^\d{1,4}$/.test(text) ? Number(text) : undefined
}

function devnetKey(chainId: number) {
  return new UsageError(
    `The devnet's keys are known to everyone, and this is chain ${chainId}: what they hold here can be taken by anyone. Use a key of your own, with --private-key-file or --keystore.`,
  )
}

async function keyOf({ privateKeyFile, keystore }: Options): Promise<Hex | undefined> {
  if (privateKeyFile !== undefined) return parseKey(read(privateKeyFile), privateKeyFile)
  if (keystore !== undefined) {
    const text = read(keystore)
    return openKeystore(text, process.env.CAIRN_PASSWORD ?? (await askPassword()))
  }
  const { CAIRN_PRIVATE_KEY } = process.env
  return CAIRN_PRIVATE_KEY === undefined
    ? undefined
    : parseKey(CAIRN_PRIVATE_KEY, 'CAIRN_PRIVATE_KEY')
}

function parseKey(text: string, where: string): Hex {
  const trimmed = text.trim()
  const key = trimmed.startsWith('0x') ? trimmed : `0x${trimmed}`
  if (!isHex(key) || size(key) !== 32)
    throw new UsageError(`${where} doesn't hold a private key: 32 bytes, in hex.`)
  return key
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new UsageError(`${path} can't be read. Check the path and its permissions.`)
  }
}

function askPassword(): Promise<string> {
  if (process.stdin.isTTY !== true)
    throw new UsageError('The keystore needs its password: set CAIRN_PASSWORD, or use a terminal.')

  process.stderr.write('Password of the keystore: ')
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      lines.close()
      process.stderr.write('\n')
      resolve(line)
    })
  })
}
