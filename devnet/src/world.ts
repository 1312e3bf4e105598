import type { GenesisValidator, ValidatorStatus } from '@cairn/beacon'
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
import { type Hex, parseEther } from 'viem'
import { accounts, type Name } from './accounts.ts'
import { keepPins } from './keepPins.ts'
import { chainId, type Layers, type SavedLayers, startLayers } from './layers.ts'
import { type Block, type Lockstep, secondsPerSlot, slotsPerEpoch } from './lockstep.ts'
import { type Operator, operatorKey, operators, register } from './operators.ts'
import { type Liquid, type SavedLiquid, startLiquid } from './liquid/startLiquid.ts'
import { Reckoning } from './reckoning.ts'
import { type Restaking, type SavedRestaking, startRestaking } from './restaking/startRestaking.ts'
import { resting, Shift } from './shift.ts'
import { depositContract, weth } from './system.ts'

export type World = Omit<Layers, 'save'> & {
  chainId: number
  accounts: typeof accounts
  addresses: Addresses
  /** The block of the first contract's creation. */
  fromBlock: bigint
  shift: Shift
  prover: Prover
  /** The restaking layer and who works on it, if it was asked for. */
  restaking: Restaking | undefined
  /** crETH and who works for it, if it was asked for. */
  liquid: Liquid | undefined
  /** The auditor, if one was asked for. */
  reckoning: Reckoning | undefined
  /** Lets seconds pass: an epoch a block, daemons awaited. */
  advance(seconds: number, options?: Pick<Lockstep.Advance, 'onProgress' | 'signal'>): Promise<void>
  /** One slot, with a block. */
  mine(): Promise<Block>
  /** Has a validator (by its beacon index) equivocate, and takes the slot that holds the evidence, and one more. */
  slash(validator: number): Promise<Block>
  /** Has the curator register one more validator of an operator, by its id. */
  register(operator: number): Promise<void>
  /** Which validators are ours, as the beacon chain's head has them. */
  validators(): OwnValidator[]
  /** seconds, of the newest block */
  now(): number
  /** Called if the world can't go on by itself. */
  onFailure(listener: (error: Error) => void): void
  /** Everything that another `startWorld` needs to go on from here. */
  save(): Promise<SavedWorld>
}

export type OwnValidator = {
  index: number
  pubkey: Hex
  operator: Operator
  status: ValidatorStatus
  balance: bigint // gwei
}

export type SavedWorld = SavedLayers & {
  genesisTime: number
  addresses: Addresses
  fromBlock: bigint
  /** Ids of the operators, in the order of registration. */
  registered: number[]
  restaking?: SavedRestaking | undefined
  liquid?: SavedLiquid | undefined
}

const stakes: Partial<Record<Name, bigint>> = {
  bob: parseEther('500'),
  carol: parseEther('300'),
  dave: parseEther('200'),
}

const epoch = slotsPerEpoch * secondsPerSlot
const hour = 3_600
const day = 24 * hour

/** Brings up a whole world: both layers, the deployment, operators, stakers and daemons. Or one that was saved. */
export async function startWorld(options: startWorld.Options = {}): Promise<World> {
  const { saved, log = createLog({ level: 'silent' }), onProgress = () => {} } = options
  const {
    daemons = true,
    warm = true,
    audit = false,
    staked = stakes,
    validatorsEach = 2,
  } = options
  const failures: ((error: Error) => void)[] = []
  const fail = (error: Error) => {
    for (const listener of failures) listener(error)
  }

  // A day ago, so that setting up doesn't run ahead of the wall's clock.
  const genesisTime =
    saved?.genesisTime ?? options.genesisTime ?? Math.floor(Date.now() / 12_000) * 12 - day
  const { beaconApi, save, ...layers } = await startLayers({
    ...options,
    genesisTime,
    onFailure: fail,
  })
  const { publicClient, wallet, beacon, lockstep } = layers
  let shift: Shift | undefined
  let restaking: Restaking | undefined
  let liquid: Liquid | undefined
  const stop = async () => {
    await shift?.stop()
    await restaking?.stop()
    await layers.stop()
  }

  try {
    if (!saved) onProgress('contracts')
    const parameters = await parametersOf(layers)
    const { addresses, fromBlock } =
      saved ??
      (await deployed(await deploy({ publicClient, walletClient: wallet('deployer'), parameters })))
    lockstep.onBlock(await keepPins({ publicClient, addresses, beacon }))
    const reckoning = audit
      ? new Reckoning({ ...layers, addresses, fromBlock }, parameters.vault.deadShares)
      : undefined

    const metrics = createMetrics()
    const edges = { publicClient, beacon: beaconApi, addresses, log, metrics }
    const sending = { poll: 0.005, fromBlock }
    const proverWith = (given: createProver.Options) =>
      createProver({ ...edges, walletClient: wallet('prover'), options: { ...sending, ...given } })
    const keeperWith = (given: createKeeper.Options) =>
      createKeeper({ ...edges, walletClient: wallet('keeper'), options: { ...sending, ...given } })
    // Looking at a whole state costs a tenth of a second: in fast time they look less often than every epoch.
    const prover = proverWith({ scan: 6 * hour, ...options.prover })
    const watchful = proverWith({ scan: epoch, ...options.prover })
    shift = new Shift({
      fast: [prover, keeperWith({ scan: 2 * hour, ...options.keeper })],
      live: [watchful, keeperWith({ scan: epoch, ...options.keeper })],
      onError({ daemon, error, retryable }) {
        log[retryable ? 'info' : 'error']({ daemon, err: error }, 'tick failed')
        if (!retryable) fail(new Error(`The ${daemon} ended: ${error.message}`, { cause: error }))
      },
    })
    const working = shift

    const registered: { key: ReturnType<typeof operatorKey>; operator: Operator }[] = []
    const enlist = (id: number) => {
      const operator = operators.find((it) => it.id === id) ?? { id, name: `#${id}` }
      const index = registered.filter((it) => it.operator.id === id).length
      const key = operatorKey(operator, index)
      registered.push({ key, operator })
      return { key, operator }
    }
    for (const id of saved?.registered ?? []) enlist(id)

    const world: World = {
      ...layers,
      beaconApi,
      chainId,
      accounts,
      addresses,
      fromBlock,
      shift,
      prover,
      get restaking() {
        return restaking
      },
      get liquid() {
        return liquid
      },
      reckoning,
      advance: (seconds, { onProgress, signal } = {}) =>
        lockstep.advance(seconds, { tick: () => working.round(), onProgress, signal }),
      mine: () => lockstep.take(),
      async slash(validator) {
        beacon.slash(validator)
        const block = await lockstep.take()
        // Now a root on chain anchors the state that knows of it.
        await lockstep.take()
        return block
      },
      async register(id) {
        const { key, operator } = enlist(id)
        reckoning?.watch(key.pubkey)
        const { registry } = addresses
        await register({ client: wallet('curator'), publicClient, registry, beacon, key, operator })
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
      onFailure: (listener) => void failures.push(listener),
      save: () =>
        working.aside(async () => ({
          ...(await save()),
          genesisTime,
          addresses,
          fromBlock,
          registered: registered.map(({ operator }) => operator.id),
          restaking: await restaking?.save(),
          liquid: liquid?.save(),
        })),
      stop,
    }

    if (!saved) {
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
        await warmUp(world)
      }
    }
    if (saved ? saved.restaking : options.restaking || options.liquid) {
      restaking = await startRestaking({
        layers: { ...layers, beaconApi },
        cairn: addresses,
        saved: saved?.restaking,
        options: typeof options.restaking === 'object' ? options.restaking : {},
        port: options.ports?.claims,
        log,
        metrics,
        onFailure: fail,
        onProgress,
      })
      hire(restaking.daemons)
    }
    if (restaking && (saved ? saved.liquid : options.liquid)) {
      liquid = await startLiquid({
        layers: { ...layers, beaconApi },
        cairn: addresses,
        restaking: restaking.addresses,
        claimsUrl: restaking.claimsUrl,
        saved: saved?.liquid,
        options: typeof options.liquid === 'object' ? options.liquid : {},
        log,
        metrics,
        onProgress,
      })
      hire(liquid.daemons)
    }

    shift.pause(!daemons)
    if (daemons)
      lockstep.onBlock(() => {
        if (!lockstep.advancing) working.nudge()
      })
    return world

    function hire(daemons: Restaking['daemons']) {
      for (const { daemon, rest } of daemons) {
        working.join(
          resting(daemon, rest, () => world.now()),
          'fast',
        )
        working.join(daemon, 'live')
      }
    }
  } catch (error) {
    await stop()
    throw error
  }
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
    /** Whether there is a restaking layer, with operators and services at work. */
    restaking?: boolean | startRestaking.Options
    /** Whether there is crETH, over a restaking layer. */
    liquid?: boolean | startLiquid.Options
    /** Whether prover and keeper work from then on. */
    daemons?: boolean
    /** Whether to wait until all validators earn. */
    warm?: boolean
    /** Whether an auditor counts every checkpoint again. Its `read` is to be called once a day. */
    audit?: boolean
    /** Goes on from there. What is above doesn't matter then, but for `daemons`. */
    saved?: SavedWorld
    /** Wall-clock ms after which a slot comes without a transaction. Never, if left out. */
    pace?: number
    /** Whether the beacon chain verifies every signature, as a node does. Half as fast. */
    verify?: boolean
    /** Seconds. A day ago, if left out. */
    genesisTime?: number
    /** Free ones, if left out. */
    ports?: { execution?: number; beacon?: number; claims?: number }
    prover?: createProver.Options
    keeper?: createKeeper.Options
    log?: Log
    onProgress?(line: string): void
  }
}

async function parametersOf({ beacon }: Pick<Layers, 'beacon'>) {
  const { forks } = await beacon.spec()
  return devnetParameters(
    {
      chainId,
      genesisTime: beacon.genesisTime,
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
}

function deployed({ addresses, block }: Awaited<ReturnType<typeof deploy>>) {
  return { addresses, fromBlock: block }
}

/** Runs until all of our validators earn, with a prover that looks every epoch. */
async function warmUp(world: World) {
  for (let passed = 0; passed < 64; passed++) {
    const own = world.validators()
    if (own.length > 0 && own.every(({ status }) => status === 'active_ongoing')) return
    await world.lockstep.advance(epoch, { tick: () => world.shift.round('live') })
  }
  const own = world.validators().map(({ index, status }) => `${index} ${status}`)
  throw new Error(`The validators didn't become active within 64 epochs: ${own.join(', ')}.`)
}
