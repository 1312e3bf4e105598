import { createPublicClient, http, type PublicClient } from 'viem'
import { attesterService, createAttester } from '../attester/index.ts'
import { askPeer, openBook, type Operator, serveAnswers } from '../avs/index.ts'
import { createOracle, httpPrices, oracleService } from '../oracle/index.ts'
import type { Daemon, DaemonSettings } from '../runtime/index.ts'
import { createWatcher } from '../watcher/index.ts'
import { type Deployed, serviceIn } from './deployment.ts'
import { accountFrom, address, required, text, type Values, whole } from './options.ts'

export const serviceNames = ['oracle', 'attester', 'watcher'] as const
export type ServiceName = (typeof serviceNames)[number]

/** The operators and the watcher that were asked for, as the options say. Closing what is returned stops answering. */
export async function makeServices(
  names: readonly string[],
  { values, deployed, chain, settings, sending, signal }: makeServices.Args,
) {
  const { publicClient, walletClient } = settings
  const peers = (text(values, 'peers') ?? '').split(',').filter(Boolean)
  const ask = (name: 'oracle' | 'attester') => peers.map((url) => askPeer(url, name))
  const reading = {
    source: clientOf(text(values, 'source')),
    every: whole(values, 'source-every'),
    confirmations: whole(values, 'confirmations'),
  }

  async function operating(name: 'oracle' | 'attester', at: string) {
    return {
      ...settings,
      key: accountFrom(required(values, 'signing-key-file')),
      operator: address(values, 'operator') ?? walletClient.account.address,
      book: await openBook(`${required(values, 'book')}/${name}-${chain}-${at}`),
      peers: ask(name),
      options: sending,
    }
  }

  const operators: { oracle?: Operator; attester?: Operator } = {}
  if (names.includes('oracle')) {
    const address = serviceIn(deployed, 'oracle')
    const prices = httpPrices(required(values, 'prices'))
    const common = await operating('oracle', address)
    operators.oracle = await createOracle({ ...common, address, prices })
  }
  if (names.includes('attester')) {
    const address = serviceIn(deployed, 'bridge')
    required(values, 'source')
    const common = await operating('attester', address)
    operators.attester = await createAttester({ ...common, address, ...reading })
  }
  const daemons: Daemon[] = Object.values(operators)
  if (names.includes('watcher')) daemons.push(await watch())

  const port = whole(values, 'answer-port')
  const server = port === undefined ? undefined : await serveAnswers(operators, { port, signal })
  return { daemons, close: () => server?.close() }

  async function watch() {
    const [oracle, bridge] = [serviceIn(deployed, 'oracle'), serviceIn(deployed, 'bridge')]
    const watched = await Promise.all([
      oracleService({ publicClient, address: oracle }),
      attesterService({ publicClient, address: bridge, ...reading }),
    ])
    const services = watched.map((service) => ({ service, peers: ask(service.name) }))
    const options = { ...sending, fromBlock: deployed.fromBlock }
    return createWatcher({ ...settings, services, options })
  }
}

function clientOf(url: string | undefined): PublicClient | undefined {
  return url === undefined ? undefined : createPublicClient({ transport: http(url), cacheTime: 0 })
}

export declare namespace makeServices {
  type Args = {
    values: Values
    deployed: Deployed
    chain: number
    settings: Omit<DaemonSettings<never, never>, 'beacon' | 'addresses'>
    sending: { maxFeePerGas?: bigint }
    signal: AbortSignal
  }
}
