import {
  BeaconChain,
  interopValidators,
  serveBeaconApi,
  BeaconClient,
  type GenesisValidator,
  type ValidatorStatus,
} from '@cairn/beacon'
import { type Addresses, deploy, devnetParameters } from '@cairn/contracts'
import {
  createKeeper,
  createLog,
  createMetrics,
  createProver,
  type Log,
  type Prover,
} from '@cairn/daemons'
import { stake } from '@cairn/sdk'
import {
  type Chain,
  createPublicClient,
  custom,
  createWalletClient,
  defineChain,
  type Hex,
  type LocalAccount,
  type PublicClient,
  parseEther,
  type Transport,
  type WalletClient,
} from 'viem'
import { accounts, type Name } from './accounts.ts'
import { startAnvil } from './anvil.ts'
import { type Block, Lockstep, secondsPerSlot, slotsPerEpoch } from './lockstep.ts'
import { type Operator, operatorKey, operators, register } from './operators.ts'
import { Reckoning } from './reckoning.ts'
import { Shift } from './shift.ts'
import { depositContract, installSystem, multicall3, weth } from './system.ts'

export type Signing = WalletClient<Transport, Chain, LocalAccount>

export type World = {
  chain: Chain
  chainId: number
  rpcUrl: string
  beaconUrl: string
  publicClient: PublicClient
  /** Signs with the account's own key. */
  wallet(name: Name): Signing
  accounts: typeof accounts
  addresses: Addresses
  /** The block of the first contract's creation. */
  fromBlock: bigint
  /** The consensus layer itself. Everything but tests reads it through `beaconUrl`. */
  beacon: BeaconChain
  lockstep: Lockstep
  shift: Shift
  prover: Prover
  reckoning: Reckoning | undefined
  /** Lets seconds pass: an epoch a block, daemons awaited. */
  advance(seconds: number, options?: Pick<Lockstep.Advance, 'onProgress' | 'signal'>): Promise<void>
  /** One slot, with a block. */
  mine(): Promise<Block>
  /** Has a validator (by its beacon index) equivocate, and takes the slot that holds the evidence. */
  slash(validator: number): Promise<Block>
  /** Has the curator register one more validator of an operator, by its id. */
  register(operator: number): Promise<void>
  /** Which validators are ours, as the beacon chain's head has them. */
  validators(): OwnValidator[]
  /** seconds, of the newest block */
  now(): number
  rpc(method: string, params?: readonly unknown[]): Promise<unknown>
  /** Called if the world can't go on by itself. */
  onFailure(listener: (error: Error) => void): void
  stop(): Promise<void>
}

export type OwnValidator = {
  index: number
  pubkey: Hex
  operator: Operator | undefined
  status: ValidatorStatus
  balance: bigint // gwei
}

export const chainId = 31337

/** What the background of the network holds: enough that yields are of a plausible order, few enough that time runs fast. */
const background = { count: 128, balance: 2_048_000_000_000n }
const elsewhere: Hex = `0x${'e1'.repeat(20)}`

const stakes: Partial<Record<Name, bigint>> = {
  bob: parseEther('500'),
  carol: parseEther('300'),
  dave: parseEther('200'),
}

const epoch = slotsPerEpoch * secondsPerSlot
const hour = 3_600
const day = 24 * hour

/** Brings up a whole world: both layers, the deployment, operators, stakers and daemons. */
export async function startWorld(options: startWorld.Options = {}): Promise<World> {
  const {
    validators = background.count,
    others = [],
    validatorsEach = 2,
    staked = stakes,
    daemons = true,
    warm = true,
    audit = false,
    pace,
    verify = false,
    log = createLog({ level: 'silent' }),
    onProgress = () => {},
  } = options
  const ports = options.ports ?? {}
  const closers: (() => Promise<unknown> | unknown)[] = []
  const failures: ((error: Error) => void)[] = []
  const fail = (error: Error) => {
    for (const listener of failures) listener(error)
  }
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }

  try {
    // A day ago, so that setting up doesn't run ahead of the wall's clock.
    const genesisTime = options.genesisTime ?? Math.floor(Date.now() / 12_000) * 12 - day

    onProgress('execution layer: anvil, with the contracts that every network has')
    const anvil = await startAnvil({ port: ports.execution, chainId, timestamp: genesisTime })
    closers.push(() => anvil.stop())
    anvil.onDeath((reason) => fail(new Error(reason)))
    await installSystem(anvil.rpc)
    const genesis = await anvil.rpc<{ hash: Hex }>('eth_getBlockByNumber', ['0x0', false])

    onProgress(
      `consensus layer: ${validators} validators of others, with real states and signatures`,
    )
    const beacon = BeaconChain.create({
      validators: [
        ...interopValidators(validators, {
          balance: background.balance,
          withdrawalAddress: elsewhere,
        }),
        ...others,
      ],
      genesisTime,
      executionBlockHash: genesis.hash,
      verify,
    })
    const api = await serveBeaconApi(beacon, { port: ports.beacon })
    closers.push(() => api.close())

    const lockstep = new Lockstep(anvil.rpc, beacon)
    await lockstep.start()
    lockstep.watch({ idleMs: pace, onError: (error) => fail(error as Error) })
    closers.push(() => lockstep.stop())

    const chain = defineChain({
      id: chainId,
      name: 'Cairn devnet',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [anvil.url] } },
      contracts: { multicall3: { address: multicall3 } },
    })
    // The same endpoint as everyone's, over connections that stay: `fetch` would be most of the work of fast time.
    const transport = custom({
      request: ({ method, params }) => anvil.rpc(method, params),
    })
    const pollingInterval = 20
    const cacheTime = 0
    const publicClient = createPublicClient({ chain, transport, pollingInterval, cacheTime })
    const wallet = (name: Name) =>
      createWalletClient({
        account: accounts[name] as LocalAccount,
        chain,
        transport,
        pollingInterval,
        cacheTime,
      })

    onProgress('contracts')
    const { forks } = await beacon.spec()
    const parameters = devnetParameters(
      {
        chainId,
        genesisTime,
        genesisForkVersion: beacon.genesisForkVersion,
        // A fork that another one replaced in its first epoch never had a state.
        forks: Object.values(forks).filter(
          ({ epoch }, index, all) => all[index + 1]?.epoch !== epoch,
        ),
        depositContract,
        weth,
      },
      {
        curator: accounts.curator.address,
        steward: accounts.steward.address,
        treasury: accounts.treasury.address,
      },
    )
    const { addresses, block: fromBlock } = await deploy({
      publicClient,
      walletClient: wallet('deployer'),
      parameters,
    })

    const readBeacon = new BeaconClient({ url: api.url })
    const edges = { publicClient, beacon: readBeacon, addresses, log, metrics: createMetrics() }
    const sending = { poll: 0.005, fromBlock }
    const proverWith = (options: createProver.Options) =>
      createProver({
        ...edges,
        walletClient: wallet('prover'),
        options: { ...sending, ...options },
      })
    const prover = proverWith({ scan: 6 * hour, ...options.prover })
    const keeper = createKeeper({
      ...edges,
      walletClient: wallet('keeper'),
      options: { ...sending, ...options.keeper },
    })
    const onError: Shift.OnError = ({ daemon, error, retryable }) => {
      log[retryable ? 'info' : 'error']({ daemon, err: error }, 'tick failed')
      if (!retryable) fail(new Error(`The ${daemon} ended: ${error.message}`, { cause: error }))
    }
    const shift = new Shift([prover, keeper], onError)
    closers.push(() => shift.stop())

    const reckoning = audit
      ? new Reckoning(
          { publicClient, addresses, beacon, lockstep, fromBlock },
          parameters.vault.deadShares,
        )
      : undefined
    const registered: { key: ReturnType<typeof operatorKey>; operator: Operator }[] = []
    const world: World = {
      chain,
      chainId,
      rpcUrl: anvil.url,
      beaconUrl: api.url,
      publicClient,
      wallet,
      accounts,
      addresses,
      fromBlock,
      beacon,
      lockstep,
      shift,
      prover,
      reckoning,
      advance: (seconds, { onProgress, signal } = {}) =>
        lockstep.advance(seconds, { tick: () => shift.round(), onProgress, signal }),
      mine: () => lockstep.take(),
      async slash(validator) {
        beacon.slash(validator)
        return lockstep.take()
      },
      async register(id) {
        const operator = operators.find((it) => it.id === id) ?? { id, name: `#${id}` }
        const index = registered.filter((it) => it.operator.id === id).length
        const key = operatorKey(operator, index)
        registered.push({ key, operator })
        reckoning?.watch(key.pubkey)
        const client = wallet('curator')
        await register({
          client,
          publicClient,
          registry: addresses.registry,
          beacon,
          key,
          operator,
        })
      },
      validators() {
        const state = beacon.headState
        return registered.flatMap(({ key, operator }) => {
          const index = state.indexOf(key.pubkey)
          if (index === undefined) return []
          const { pubkey, status, balance } = state.validator(index)
          return [{ index, pubkey, operator, status, balance }]
        })
      },
      now: () => beacon.timestampOf(beacon.head.slot),
      rpc: anvil.rpc,
      onFailure: (listener) => void failures.push(listener),
      stop,
    }

    for (const [name, assets] of Object.entries(staked)) {
      onProgress(`${name} stakes`)
      await stake(wallet(name as Name), { deployment: addresses, assets })
    }
    for (let index = 0; index < validatorsEach; index++)
      for (const operator of operators) {
        onProgress(`${operator.name} brings a validator`)
        await world.register(operator.id)
      }
    if (warm && validatorsEach > 0) {
      onProgress('validators: credentials proven, topped up, activated')
      await warmUp(world, new Shift([proverWith({ scan: epoch }), keeper], onError))
    }

    shift.pause(!daemons)
    if (daemons)
      lockstep.onBlock(() => {
        if (!lockstep.advancing) shift.nudge()
      })
    return world
  } catch (error) {
    await stop()
    throw error
  }
}

/** Runs until all of our validators earn, with a prover that looks every epoch. */
async function warmUp(world: World, shift: Shift) {
  for (let passed = 0; passed < 64; passed++) {
    const own = world.validators()
    if (own.length > 0 && own.every(({ status }) => status === 'active_ongoing')) return
    await world.lockstep.advance(epoch, { tick: () => shift.round() })
  }
  const own = world.validators().map(({ index, status }) => `${index} ${status}`)
  throw new Error(`The validators didn't become active within 64 epochs: ${own.join(', ')}.`)
}

export declare namespace startWorld {
  type Options = {
    /** How many validators of others the network has, 2,048 ETH each. */
    validators?: number
    /** More validators of others. */
    others?: GenesisValidator[]
    /** Validators that each of the three operators brings. */
    validatorsEach?: number
    /** Who stakes how much (wei) before the world is handed over. */
    staked?: Partial<Record<Name, bigint>>
    /** Whether prover and keeper work from then on. */
    daemons?: boolean
    /** Whether to wait until all validators earn. */
    warm?: boolean
    /** Whether an auditor counts every checkpoint again. Its `read` is to be called once a day. */
    audit?: boolean
    /** Wall-clock ms after which a slot comes without a transaction. Never, if left out. */
    pace?: number
    /** Whether the beacon chain verifies every signature, as a node does. Half as fast. */
    verify?: boolean
    /** Seconds. A day ago, if left out. */
    genesisTime?: number
    /** Free ones, if left out. */
    ports?: { execution?: number; beacon?: number }
    prover?: createProver.Options
    keeper?: createKeeper.Options
    log?: Log
    onProgress?(line: string): void
  }
}
