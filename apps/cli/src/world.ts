import { readFileSync } from 'node:fs'
import {
  cairnActions,
  type Deployment,
  eigenLayer,
  type LiquidCairn,
  type LiquidDeployment,
  liquidActions,
  type RestakingDeployment,
  restakingActions,
} from '@cairn/sdk'
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
  const found = await deploymentOf(options, chainId, control)
  return {
    ...{ chain, rpc, beacon, control, options, isDevnet: chainId === devnetChainId },
    /** csETH's contracts, which there have to be. */
    get deployment(): Deployment {
      return asDeployment(found)
    },
    /** The restaking layer's contracts, which there have to be. */
    get restaking(): RestakingDeployment {
      return asRestaking(found)
    },
    /** crETH's contracts, with those that it rests on, which there have to be. */
    get liquid(): LiquidCairn {
      const deployment = asDeployment(found)
      return { ...deployment, restaking: asRestaking(found), liquid: asLiquid(found) }
    },
    /** Whether there is a crETH. */
    hasLiquid: found.liquid !== undefined,
    /** The rewards server, if one is known. */
    rewards: found.rewards,
  }
}

/** A client that looks. */
export function reader({ chain, rpc, deployment }: World) {
  return createClient({ chain, transport: transportOf(rpc) }).extend(cairnActions(deployment))
}

/** A client that sends. */
export async function sender(world: World) {
  return (await signingClient(world)).extend(cairnActions(world.deployment))
}

/** A client that looks at the restaking layer. */
export function restakingReader({ chain, rpc, restaking }: World) {
  return createClient({ chain, transport: transportOf(rpc) }).extend(restakingActions(restaking))
}

/** A client that restakes. */
export async function restaker(world: World) {
  return (await signingClient(world)).extend(restakingActions(world.restaking))
}

/** A client that looks at crETH. */
export function liquidReader({ chain, rpc, liquid }: World) {
  return createClient({ chain, transport: transportOf(rpc) }).extend(liquidActions(liquid))
}

/** A client that sends, of crETH. */
export async function liquidSender(world: World) {
  return (await signingClient(world)).extend(liquidActions(world.liquid))
}

async function signingClient({ chain, rpc, isDevnet, options }: World) {
  const account: Account = await signerOf(options, chain.id)
  return createClient({
    account,
    chain,
    transport: transportOf(rpc),
    // A devnet takes a slot as soon as a transaction is there.
    pollingInterval: isDevnet ? 50 : 4_000,
  })
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

/** What a devnet, a file or this repository says of where things are. */
type Found = {
  source: string
  addresses: Record<string, unknown>
  restaking: Record<string, unknown> | undefined
  liquid?: Record<string, unknown> | undefined
  block?: number | bigint | undefined
  rewards?: string | undefined
}

async function deploymentOf(
  { deployment: path }: Options,
  chainId: number,
  control: string,
): Promise<Found> {
  if (path !== undefined) return readDeploymentFile(path)

  if (chainId !== devnetChainId) {
    const { deploymentOn } = await import('@cairn/sdk/deployments')
    const { restaking, liquid, fromBlock, ...addresses } = deploymentOn(chainId) ?? {}
    const source = `What is known of chain ${chainId}`
    if (Object.keys(addresses).length > 0)
      return { source, addresses, restaking, liquid, block: fromBlock }
    if (chainId === mainnet) return { source, addresses: {}, restaking: eigenLayer }
    throw new CliError(
      `No Cairn is known on chain ${chainId}. Give the file with its contracts' addresses: --deployment <path>.`,
    )
  }
  const devnet = await findControl(control)
  if (!devnet)
    throw new UnreachableError(
      `A chain of the devnet's id answers, but no control API at ${control} to say where its contracts are. Start a devnet with \`npm start\`, or pass --control or --deployment.`,
    )
  return {
    source: 'The devnet',
    addresses: devnet.addresses,
    restaking: devnet.restaking ?? undefined,
    liquid: devnet.liquid ?? undefined,
    rewards: devnet.claimsUrl ?? undefined,
  }
}

const mainnet = 1

function readDeploymentFile(path: string): Found {
  let file: { block?: number; addresses?: Record<string, string> } & Record<string, unknown>
  try {
    file = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw new UsageError(`${path} can't be read as JSON. Check the path.`)
  }
  const { restaking, liquid } = file as Record<string, Record<string, unknown> | undefined>
  const addresses = file.addresses ?? file
  return { source: path, addresses, restaking, liquid, block: file.block ?? 0 }
}

function asDeployment({ source, addresses, block }: Found): Deployment {
  const of = (name: string) => addressIn(addresses, name, source)
  return {
    vault: of('vault'),
    queue: of('queue'),
    registry: of('registry'),
    rateFeed: of('rateFeed'),
    lens: of('lens'),
    weth: of('weth'),
    ...(block === undefined ? {} : { fromBlock: BigInt(block) }),
  }
}

function asRestaking({ source, restaking }: Found): RestakingDeployment {
  if (restaking === undefined)
    throw new UsageError(
      `${source} doesn't say where a restaking layer is. Give a file that does, under "restaking": --deployment <path>.`,
    )
  const of = (name: string) => addressIn(restaking, name, source)
  return {
    strategyManager: of('strategyManager'),
    delegationManager: of('delegationManager'),
    allocationManager: of('allocationManager'),
    eigenPodManager: of('eigenPodManager'),
    rewardsCoordinator: of('rewardsCoordinator'),
    permissionController: of('permissionController'),
    strategyFactory: of('strategyFactory'),
    strategies: allIn(restaking.strategies, source),
    avs: allIn(restaking.avs, source),
  }
}

function asLiquid({ source, liquid }: Found): LiquidDeployment {
  if (liquid === undefined)
    throw new UsageError(
      `${source} doesn't say where crETH is. Give a file that does, under "liquid": --deployment <path>.`,
    )
  const of = (name: string) => addressIn(liquid, name, source)
  const listed = (name: string) => (liquid[name] ?? []) as Record<string, unknown>[]
  return {
    vault: of('vault'),
    queue: of('queue'),
    escrow: of('escrow'),
    feed: of('feed'),
    spread: of('spread'),
    native: of('native'),
    tally: of('tally'),
    witness: of('witness'),
    policy: of('policy'),
    auction: of('auction'),
    firstLoss: of('firstLoss'),
    tips: of('tips'),
    lens: of('lens'),
    assets: listed('assets').map((asset) => ({
      symbol: String(asset.symbol),
      strategy: addressIn(asset, 'strategy', source),
      adapter: addressIn(asset, 'adapter', source),
      token: addressIn(asset, 'token', source),
    })),
    delegators: listed('delegators').map((it) => ({
      delegator: addressIn(it, 'delegator', source),
      operator: addressIn(it, 'operator', source),
    })),
  }
}

function allIn(given: unknown, source: string): Record<string, Address> {
  const addresses = (given ?? {}) as Record<string, unknown>
  return Object.fromEntries(
    Object.keys(addresses).map((name) => [name, addressIn(addresses, name, source)]),
  )
}

function addressIn(addresses: Record<string, unknown>, name: string, source: string): Address {
  const address = addresses[name]
  if (typeof address !== 'string' || !isAddress(address))
    throw new UsageError(`${source} doesn't give the address of "${name}".`)
  return address
}
