import { parseArgs } from 'node:util'
import { BeaconClient } from '@cairn/beacon'
import { createPublicClient, createWalletClient, defineChain, http } from 'viem'
import { validatorRegistryAbi } from './chain/index.ts'
import { findDeployment } from './command/deployment.ts'
import { liquidNames, makeLiquid } from './command/liquid.ts'
import { accountFrom, defined, flags, required, text, usage, whole } from './command/options.ts'
import { makeServices, serviceNames } from './command/services.ts'
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

const known = ['prover', 'keeper', ...liquidNames, ...serviceNames]

async function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: flags })
  if (values.help) return console.log(usage)

  const names = known.filter((name) => positionals.includes(name))
  if (names.length === 0 || names.length < positionals.length)
    throw new FatalError(`Say which: ${known.join(', ')}, one or more.\n\n${usage}`)
  const url = required(values, 'rpc')
  const account = accountFrom(required(values, 'key-file'))

  const transport = http(url, { batch: true })
  const id = await createPublicClient({ transport }).getChainId()
  const deployed = findDeployment(text(values, 'deployment'), id)
  const { addresses, fromBlock } = deployed
  const chain = defineChain({
    id,
    name: `chain ${id}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [url] } },
  })
  const publicClient = createPublicClient({ chain, transport, cacheTime: 0 })
  const walletClient = createWalletClient({ account, chain, transport })

  const log = createLog({ level: values['log-level'] })
  const metrics = createMetrics()
  const settings = { publicClient, walletClient, log, metrics }
  const sending = { maxFeePerGas: BigInt(whole(values, 'max-fee')!) * 10n ** 9n }
  const stop = new AbortController()
  const { signal } = stop

  const services = await makeServices(names, {
    values,
    deployed,
    chain: id,
    settings,
    sending,
    signal,
  })
  const beacon = await connectBeacon()
  const made: Daemon[] = [
    ...makeDuties(),
    ...makeLiquid(names, { values, deployed, settings, sending, beacon }),
    ...services.daemons,
  ]

  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => stop.abort(new DOMException(name, 'AbortError')))
  const port = whole(values, 'metrics-port')
  const server = port === undefined ? undefined : await serveMetrics(metrics, { port })
  const at = server?.address()
  const served = typeof at === 'object' && at ? `http://127.0.0.1:${at.port}/metrics` : undefined
  const { vault, registry } = addresses
  const about = { daemons: names, chain: id, vault, registry, ...deployed.services }
  log.info({ ...about, key: account.address, metrics: served }, 'started')
  try {
    const every = whole(values, 'every')!
    const clock = systemClock
    for (const daemon of made) if (values.once) await daemon.tick(signal)
    if (!values.once)
      await Promise.all(made.map((daemon) => run(daemon, { clock, every, log, metrics, signal })))
  } finally {
    stop.abort()
    server?.close()
    services.close()
  }

  /** The node, for those who need one. */
  async function connectBeacon(): Promise<() => BeaconClient> {
    const asked = ['prover', 'keeper', 'podkeeper'].some((name) => names.includes(name))
    const client = asked ? new BeaconClient({ url: required(values, 'beacon') }) : undefined
    if (client) await requireSameNetwork(client)
    return () => client!
  }

  function makeDuties(): Daemon[] {
    const make = { prover: createProver, keeper: createKeeper }
    const options = defined({
      fromBlock,
      cadence: whole(values, 'cadence'),
      scan: whole(values, 'scan'),
      ...sending,
    })
    return (['prover', 'keeper'] as const)
      .filter((name) => names.includes(name))
      .map((name) => make[name]({ ...settings, beacon: beacon(), addresses, options }))
  }

  async function requireSameNetwork(beacon: BeaconClient) {
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

main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
