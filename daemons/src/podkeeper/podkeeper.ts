import {
  type BeaconSource,
  BlockNotFoundError,
  type StateView,
  StateUnavailableError,
} from '@cairn/beacon'
import { ether, type Wei } from '@cairn/spec'
import { type Hex, isAddressEqual } from 'viem'
import { type LiquidAddresses, mostAdmitted, readBeaconRoot } from '../chain/index.ts'
import { type Layout, readLayout } from '../restaker/readLayout.ts'
import {
  createSigner,
  type Daemon,
  type DaemonSettings,
  edges,
  type Head,
  RetryableError,
  type Sending,
  toDaemon,
  work,
} from '../runtime/index.ts'
import { askable } from './askable.ts'
import { halve } from './halve.ts'
import { type Ground, observe, type Pod } from './observe.ts'
import { perform, type View } from './perform.ts'
import {
  type Flight,
  type Options as Plan,
  planLook,
  planPods,
  planProofs,
  type Step,
  wantsLook,
} from './plan.ts'
import { flightReader } from './readFlights.ts'
import { survey } from './survey.ts'

type At = { number: bigint; timestamp: bigint }

/**
 * Looks after crETH's validators: makes the delegators' pods, gives ether to validators that are proven to be theirs, shows the
 * pods what the beacon chain has, and asks for what is to come back. Anyone may do each of these.
 */
export function createPodkeeper(settings: createPodkeeper.Settings): Daemon {
  const { publicClient, walletClient, beacon, addresses } = settings
  const {
    cadence = 86_400,
    scan = 384,
    minUnproven = ether(1),
    maxStake = ether(2_047),
    minAsked = ether(1) / 10n,
    maxRequestFee = ether(1) / 100n,
    fromBlock = 0n,
    ...sending
  } = settings.options ?? {}
  const options: Plan = { cadence: BigInt(cadence), minUnproven, maxStake, minAsked }
  const { clock, log, metrics } = edges(settings)

  const name = 'podkeeper'
  const signer = createSigner({ name, publicClient, walletClient, clock, log, metrics, ...sending })
  const readFlights = flightReader(publicClient, addresses, fromBlock)
  let layout: Layout | undefined
  let looked: bigint | undefined

  // Most ticks have nothing to do, and see it at a glance.
  async function tick(signal: AbortSignal) {
    const head = await publicClient.getBlock()
    const { ground, flights } = await glance(head)
    const open = ground.pods.some(({ checkpoint }) => checkpoint)
    if (open || planPods(ground, options).length > 0 || mayLook(head, ground, flights))
      await advance(signal)
  }

  async function glance(head: At) {
    layout ??= await readLayout(publicClient, addresses, head)
    const [ground, { offers, ...flown }] = await Promise.all([
      observe(publicClient, { addresses, layout, head }),
      readFlights(head),
    ])
    const offered = layout.delegators.map(({ operator }) => {
      const own = offers.filter((offer) => isAddressEqual(offer.operator, operator))
      return new Set(own.map(({ pubkeyRoot }) => pubkeyRoot))
    })
    return { ground, offered, ...flown }
  }

  function mayLook({ timestamp }: At, ground: Ground, flights: readonly Flight[]) {
    const rested = looked === undefined || timestamp - looked >= BigInt(scan)
    return rested && wantsLook(ground, flights)
  }

  async function advance(signal: AbortSignal) {
    const states = new Map<Hex, StateView | undefined>()
    let scene: View | undefined
    let pods: readonly Pod[] = []

    async function plan(head: Head): Promise<Step[]> {
      const { ground, flights, ...given } = await glance(head)
      pods = ground.pods
      const steps: Step[] = []
      for (const pod of pods) steps.push(...(await proofsOf(pod, head)))

      if (scene || mayLook(head, ground, flights)) {
        scene ??= await look(head)
        const { timestamp, state } = scene
        const tenants = await survey(publicClient, { state, pods, head })
        const epoch = BigInt(state.epoch)
        const facts = { timestamp, epoch, tenants, flights, ...given }
        steps.push(...planLook(ground, facts, options))
      }
      steps.push(...planPods(ground, options))
      return admit(steps, head, scene)
    }

    async function proofsOf(pod: Pod, head: Head): Promise<Step[]> {
      if (!pod.checkpoint) return []
      const { root } = pod.checkpoint
      if (!states.has(root)) states.set(root, await stateAt(root))
      const state = states.get(root)
      if (!state) return []
      return planProofs(pod, await survey(publicClient, { state, pods: [pod], head }))
    }

    function viewOf(step: Step): View {
      if (step.type !== 'proveBalances') return found(scene)
      const { root } = pods[step.index]!.checkpoint!
      const state = states.get(root)
      return found(state && { timestamp: step.startedAt, state })
    }

    await work({
      signer,
      log,
      plan,
      perform: (head, step) =>
        perform(publicClient, {
          ...{ addresses, by: signer, head, step, maxRequestFee },
          pod: pods[step.index]!,
          view: () => viewOf(step),
        }),
      halve,
      signal,
    })
  }

  async function look(head: Head): Promise<View> {
    const { timestamp } = head
    const state = await stateAt(await readBeaconRoot(publicClient, head, timestamp))
    looked = timestamp
    return found(state && { timestamp, state })
  }

  /** Nothing if the source no longer holds it. */
  async function stateAt(root: Hex) {
    try {
      return await beacon.state(root)
    } catch (error) {
      if (!(error instanceof StateUnavailableError || error instanceof BlockNotFoundError))
        throw error
      log.warn({ daemon: name, root, reason: error.message }, 'no state')
      return undefined
    }
  }

  /** Stakes no more than the policy admits, asks for no more than may be asked. Looked at only when it is what comes next. */
  async function admit(steps: Step[], head: Head, view: View | undefined): Promise<Step[]> {
    const [first, ...rest] = steps
    const fitted = first && (await fit(first, head, view))
    return !first || fitted ? [...(fitted ? [fitted] : []), ...rest] : admit(rest, head, view)
  }

  async function fit(step: Step, head: Head, view: View | undefined): Promise<Step | undefined> {
    switch (step.type) {
      case 'stake': {
        const assets = await mostAdmitted(publicClient, {
          ...{ policy: addresses.policy, head, index: step.index, asset: 0 },
          amounts: [1n, 2n, 4n, 8n]
            .map((part) => step.assets / part - ((step.assets / part) % ether(1)))
            .filter((amount) => amount >= ether(31)),
        })
        return assets === undefined ? undefined : { ...step, assets: assets as Wei }
      }
      case 'requestWithdrawal': {
        const { address: account } = signer
        const ask = { ...{ native: addresses.native, head, account }, state: found(view).state }
        const asks = await askable(publicClient, { ...ask, index: step.index, asks: step.asks })
        return asks.length > 0 ? { ...step, asks } : undefined
      }
      default:
        return step
    }
  }

  return toDaemon({ name, tick })
}

export declare namespace createPodkeeper {
  type Settings = DaemonSettings<LiquidAddresses, BeaconSource> & { options?: Options }
  type Options = Sending &
    Partial<Omit<Plan, 'cadence'>> & {
      /** seconds between two checkpoints of a pod that no round asks for */
      cadence?: number
      /** seconds of block time between two looks at the beacon state */
      scan?: number
      /** EIP-7002's fee is paid up to this */
      maxRequestFee?: Wei
      /** of crETH's deployment */
      fromBlock?: bigint
    }
}

function found(view: View | undefined): View {
  if (!view) throw new RetryableError('The beacon node no longer has the state.')
  return view
}
