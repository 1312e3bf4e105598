import type { BeaconSource } from '@cairn/beacon'
import type { Hex } from 'viem'
import {
  type Addresses,
  at,
  type Cairn,
  readBeaconRoot,
  readCairn,
  validatorRegistryAbi,
} from '../chain/index.ts'
import {
  classified,
  createSigner,
  type Daemon,
  type DaemonSettings,
  edges,
  type Head,
  prepare,
  RetryableError,
  type Sending,
  toDaemon,
  work,
} from '../runtime/index.ts'
import { checkpointNow } from './checkpointNow.ts'
import { halve } from './halve.ts'
import { perform } from './perform.ts'
import { agenda, type Look, planFinish, planLook, type Step } from './plan.ts'
import { progressOf } from './progress.ts'
import { createScout, type Scene } from './scout.ts'

export type Prover = Daemon & {
  /** Brings one checkpoint to its end, opened before or not, even if the cadence asks for none yet. */
  checkpointNow(options: checkpointNow.Options): Promise<checkpointNow.ReturnType>
}

/**
 * Opens checkpoints when they are due, proves them, and proves whatever else the registry takes only by proof. All it
 * remembers is for speed: what it does follows from the chain and the beacon state alone.
 */
export function createProver(settings: createProver.Settings): Prover {
  const { publicClient, walletClient, beacon, addresses } = settings
  const {
    cadence = 86_400,
    scan = 1_800,
    batch = 8_192,
    fromBlock = 0n,
    ...sending
  } = settings.options ?? {}
  const { clock, log, metrics } = edges(settings)

  const name = 'prover'
  const signer = createSigner({ name, publicClient, walletClient, clock, log, metrics, ...sending })
  const scout = createScout({ publicClient, beacon, addresses, fromBlock })

  let looked: Look | undefined
  let fitted = { checkpoint: 0, size: batch }

  function turnTo({ registry, vault }: Cairn, now: bigint, asked: boolean) {
    const { slashing, provenAt } = vault
    const options = { cadence: BigInt(cadence), scan: BigInt(scan), asked }
    return agenda({ now, registry, slashing, provenAt, looked, options })
  }

  // Most ticks have nothing to do, and see it at a glance.
  async function tick(signal: AbortSignal) {
    const [{ timestamp }, cairn] = await Promise.all([
      publicClient.getBlock(),
      readCairn(publicClient, addresses, { blockTag: 'latest' }),
    ])
    metrics.checkpointAge.set(Number(timestamp - cairn.vault.provenAt))
    metrics.checkpointRemaining.set(cairn.registry.checkpoint.remaining)
    if (turnTo(cairn, timestamp, false) !== 'rest') await advance({ asked: false, signal })
  }

  async function advance({
    asked,
    onProgress,
    signal,
  }: checkpointNow.Options & { asked: boolean }) {
    let view: { timestamp: bigint; root: Hex } | undefined
    let scene: Scene | undefined

    async function plan(head: Head): Promise<Step[]> {
      const cairn = await readCairn(publicClient, addresses, at(head))
      const { registry } = cairn
      const { checkpoint } = registry
      const now = head.timestamp
      const turn = () => turnTo(cairn, now, asked)
      const steps: Step[] = []
      if (turn() === 'finish') {
        view = undefined
        const { root, openedAt: timestamp } = checkpoint
        scene = await scout(head, registry, { root, timestamp, registrations: false })
        steps.push(...planFinish(scene.survey, scene.facts, now).map(fit))
      } else if (view || turn() === 'look') {
        view ??= { timestamp: now, root: await readBeaconRoot(publicClient, head, now) }
        scene = await scout(head, registry, { ...view, registrations: true })
        if (!scene.facts) throw new RetryableError(`The beacon node has no state of ${view.root}.`)
        const found = planLook(scene.survey, scene.facts)
        looked = { at: view.timestamp, undecided: found.undecided }
        steps.push(...found.steps)
      }
      if (turn() === 'open') steps.push({ type: 'open', after: checkpoint.number })

      if (checkpoint.open || steps.length > 0) onProgress?.(progressOf(registry, steps[0]))
      return steps
    }

    await work({
      signer,
      log,
      plan,
      perform: (head, step) => {
        if (step.type !== 'open')
          return perform(publicClient, { addresses, by: signer, head, step, ...found(scene) })
        const call = { duty: step.type, by: signer, address: addresses.registry } as const
        return prepare(publicClient, head, {
          ...call,
          abi: validatorRegistryAbi,
          functionName: 'open',
          args: [],
        })
      },
      halve: (step) => {
        const half = halve(step)
        if (half?.type === 'prove') fitted = { checkpoint: half.number, size: half.ids.length }
        return half
      },
      signal,
    })
  }

  /** What fitted a transaction of this checkpoint before will again. */
  function fit(step: Step): Step {
    if (step.type !== 'prove') return step
    const size = step.number === fitted.checkpoint ? fitted.size : batch
    return { ...step, ids: step.ids.slice(0, size) }
  }

  return {
    ...toDaemon({ name, tick }),
    checkpointNow(options) {
      looked = undefined
      const { poll } = sending
      const parts = { publicClient, addresses, signer, clock, advance, poll }
      return classified(checkpointNow({ ...parts, ...options }))
    },
  }
}

export declare namespace createProver {
  type Settings = DaemonSettings<Addresses, BeaconSource> & {
    options?: Options
  }
  type Options = Sending & {
    /** seconds between the checkpoints that it opens unasked */
    cadence?: number
    /** seconds of block time between two looks at the beacon state for what else can be proven */
    scan?: number
    /** validators in one proof, if gas allows */
    batch?: number
    /** of the registry's deployment */
    fromBlock?: bigint
  }
}

function found(scene: Scene | undefined) {
  if (!scene?.state) throw new RetryableError('The beacon state is gone.')
  return { state: scene.state, validators: scene.survey.validators }
}
