import { readFileSync } from 'node:fs'
import { cairnActions, type Deployment } from '@cairn/sdk'
import {
  type Account,
  type Address,
  createClient,
  defineChain,
  http,
  type HttpTransport,
  isAddress,
} from 'viem'
import { getChainId } from 'viem/actions'
import { findControl, readControl } from './control.ts'
import { devnetChainId } from './devnet.ts'
import { CliError, UnreachableError, UsageError } from './errors.ts'
import { defaults, type Options } from './options.ts'
import { signerOf } from './account.ts'

/** The chain that a command works on, and the Cairn that is there. */
export type World = Awaited<ReturnType<typeof openWorld>>

export async function openWorld(options: Options) {
  const control = options.control ?? defaults.control
  // With a control API named and no node, the devnet says where its own are.
  const devnet =
    options.control !== undefined && !(options.rpc && options.beacon)
      ? await readControl(control)
      : undefined
  const rpc = options.rpc ?? devnet?.rpcUrl ?? defaults.rpc
  const beacon = options.beacon ?? devnet?.beaconUrl ?? defaults.beacon

  const chainId = await chainIdOf(rpc)
  const chain = chainOf(chainId, rpc)
  const deployment = await deploymentOf(options, chainId, control)
  return { chain, rpc, beacon, control, deployment, isDevnet: chainId === devnetChainId, options }
}

/** A client that looks. */
export function reader({ chain, rpc, deployment }: World) {
  return createClient({ chain, transport: transportOf(rpc) }).extend(cairnActions(deployment))
}

/** A client that sends. */
export async function sender(world: World) {
  const account: Account = await signerOf(world.options, world.chain.id)
  const { chain, rpc, deployment, isDevnet } = world
  return createClient({
    account,
    chain,
    transport: transportOf(rpc),
    // A devnet takes a slot as soon as a transaction is there.
    pollingInterval: isDevnet ? 50 : 4_000,
  }).extend(cairnActions(deployment))
}

function transportOf(rpc: string): HttpTransport {
  return http(rpc, { retryCount: 1 })
}

async function chainIdOf(rpc: string): Promise<number> {
  try {
    return await getChainId(createClient({ transport: http(rpc, { retryCount: 0 }) }))
  } catch {
    throw new UnreachableError(
      `No execution node answers at ${rpc}. Start a devnet with \`npm start\`, or say where a node is with --rpc.`,
    )
  }
}

function chainOf(id: number, rpc: string) {
  const isDevnet = id === devnetChainId
  return defineChain({
    id,
    name: isDevnet ? 'devnet' : `chain ${id}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpc] } },
  })
}

async function deploymentOf(
  { deployment: path }: Options,
  chainId: number,
  control: string,
): Promise<Deployment> {
  if (path !== undefined) return readDeploymentFile(path)

  if (chainId !== devnetChainId) {
    const { deploymentOn } = await import('@cairn/sdk/deployments')
    const noted = deploymentOn(chainId)
    if (noted) return noted
    throw new CliError(
      `No Cairn is known on chain ${chainId}. Give the file with its contracts' addresses: --deployment <path>.`,
    )
  }
  const devnet = await findControl(control)
  if (!devnet)
    throw new UnreachableError(
      `A chain of the devnet's id answers, but no control API at ${control} to say where its contracts are. Start a devnet with \`npm start\`, or pass --control or --deployment.`,
    )
  return asDeployment(devnet.addresses, 'The devnet')
}

function readDeploymentFile(path: string): Deployment {
  let file: { block?: number; addresses?: Record<string, string> } & Record<string, unknown>
  try {
    file = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw new UsageError(`${path} can't be read as JSON. Check the path.`)
  }
  const deployment = asDeployment(file.addresses ?? (file as Record<string, string>), path)
  return { ...deployment, fromBlock: BigInt(file.block ?? 0) }
}

function asDeployment(addresses: Record<string, string>, source: string): Deployment {
  const of = (name: string): Address => {
    const address = addresses[name]
    if (address === undefined || !isAddress(address))
      throw new UsageError(`${source} doesn't give the address of "${name}".`)
    return address
  }
  return {
    vault: of('vault'),
    queue: of('queue'),
    registry: of('registry'),
    rateFeed: of('rateFeed'),
    lens: of('lens'),
    weth: of('weth'),
  }
}
