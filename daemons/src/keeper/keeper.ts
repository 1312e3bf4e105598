import type { BeaconSource } from '@cairn/beacon'
import { ether, type Wei, weiToGweiDown } from '@cairn/spec'
import {
  type Addresses,
  at,
  type Cairn,
  readBeaconRoot,
  readCairn,
  readRequests,
  readValidators,
} from '../chain/index.ts'
import {
  createSigner,
  type Daemon,
  type DaemonSettings,
  edges,
  type Head,
  type Sending,
  toDaemon,
  work,
} from '../runtime/index.ts'
import { observe } from './observe.ts'
import { perform, type Scene } from './perform.ts'
import {
  canMove,
  type Options as Plan,
  planMoves,
  planPayments,
  type Step,
  wantsMoves,
} from './plan.ts'

const epoch = 384

// Blocks, a day of them: an exit that was asked for longer ago, and isn't happening, was ignored.
const memory = 7_200n

/**
 * Fills the queue, asks validators for what it is short of, stakes what is idle, and collects fees. Anyone may do each of
 * these; the keeper does them in time. All it remembers is when it last looked at the beacon state.
 */
export function createKeeper(settings: createKeeper.Settings): Daemon {
  const { publicClient, walletClient, beacon, addresses } = settings
  const {
    minFill = 0n,
    minTopUp = weiToGweiDown(ether(1)),
    minShortfall = weiToGweiDown(ether(1) / 100n),
    minFees = ether(1) / 10n,
    maxRequestFee = ether(1) / 100n,
    scan = epoch,
    ...sending
  } = settings.options ?? {}
  const options = { minFill, minTopUp, minShortfall, minFees }
  const { clock, log, metrics } = edges(settings)

  const name = 'keeper'
  const signer = createSigner({ name, publicClient, walletClient, clock, log, metrics, ...sending })
  let looked: bigint | undefined

  function mayMove(cairn: Cairn, now: bigint) {
    const rested = looked === undefined || now - looked >= BigInt(scan)
    return rested && wantsMoves(cairn, options)
  }

  // Most ticks have nothing to do, and see it at a glance.
  async function tick(signal: AbortSignal) {
    const [{ timestamp: now }, cairn] = await Promise.all([
      publicClient.getBlock(),
      readCairn(publicClient, addresses, { blockTag: 'latest' }),
    ])
    metrics.shortfall.set(Number(weiToGweiDown(cairn.vault.shortfall)))
    const payments = planPayments({ now, ...cairn }, options)
    if (payments.length > 0 || mayMove(cairn, now)) await advance(signal)
  }

  async function advance(signal: AbortSignal) {
    let scene: Scene | undefined

    async function look(head: Head, validators: Scene['validators']): Promise<Scene> {
      const { timestamp, number } = head
      const root = await readBeaconRoot(publicClient, head, timestamp)
      return { timestamp, block: number, state: await beacon.state(root), validators }
    }

    async function plan(head: Head): Promise<Step[]> {
      const now = head.timestamp
      const { vault, registry } = await readCairn(publicClient, addresses, at(head))
      const payments = planPayments({ now, vault }, options)
      if (!scene && !mayMove({ vault, registry }, now)) return payments

      const validators = await readValidators(publicClient, addresses, at(head), registry.count)
      if (!scene && !canMove({ vault, registry, validators }, options)) return payments

      scene ??= await look(head, validators)
      looked = scene.timestamp
      const requests = await readRequests(publicClient, addresses, head, memory)
      const facts = observe(scene.state, { ...scene, validators, requests })
      const exits = new Set(requests.filter(({ amount }) => amount === 0n).map(({ id }) => id))
      return [
        ...payments,
        ...planMoves({ now, vault, registry, validators, facts, exits }, options),
      ]
    }

    await work({
      signer,
      log,
      plan,
      perform: (head, step) =>
        perform(publicClient, {
          addresses,
          by: signer,
          head,
          step,
          scene,
          maxRequestFee,
        }),
      halve: () => undefined,
      signal,
    })
  }

  return toDaemon({ name, tick })
}

export declare namespace createKeeper {
  type Settings = DaemonSettings<Addresses, BeaconSource> & { options?: Options }
  type Options = Sending &
    Partial<Plan> & {
      /** EIP-7002's fee is paid up to this */
      maxRequestFee?: Wei
      /** seconds of block time between two looks at the beacon state */
      scan?: number
    }
}
