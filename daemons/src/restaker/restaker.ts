import { ether, toAssetsDown, type Wei } from '@cairn/spec'
import type { LiquidAddresses } from '../chain/index.ts'
import {
  createSigner,
  type Daemon,
  type DaemonSettings,
  edges,
  type Head,
  RefusedError,
  RetryableError,
  type Sending,
  toDaemon,
  work,
} from '../runtime/index.ts'
import { admit } from './admit.ts'
import type { Claims } from './claims.ts'
import { observe } from './observe.ts'
import { perform } from './perform.ts'
import { type Options as Plan, plan as planFor, type Step } from './plan.ts'
import type { Due } from './planHarvest.ts'
import { type Layout, readLayout } from './readLayout.ts'
import { lotReader } from './readLots.ts'
import { report } from './report.ts'

const day = 86_400n

/** A tip is this part of what is in the pot. */
const tipPart = 32n

/**
 * Does what crETH's spread lets anyone do, in time: counts, pays, brings ether back, sends tokens to work, takes out what
 * operators put at risk, and brings rewards to the auction. All it remembers is for speed.
 */
export function createRestaker(settings: createRestaker.Settings): Daemon {
  const { publicClient, walletClient, addresses, claims } = settings
  const {
    cadence = 86_400,
    patience = 14_400,
    harvest = 86_400,
    minGain = ether(1) / 10n,
    minFill = 0n,
    minClaim = ether(1) / 10n,
    minWanted = ether(1) / 100n,
    minRoute = ether(1) / 10n,
    minLot = ether(1) / 100n,
    minFees = ether(1) / 100n,
    minTip = ether(1) / 10_000n,
    keepStamped = false,
    fromBlock = 0n,
    ...sending
  } = settings.options ?? {}
  const options = { minGain, minFill, minClaim, minWanted, minRoute, minLot, minFees, keepStamped }
  const paces = { cadence: BigInt(cadence), patience: BigInt(patience) }
  const { clock, log, metrics } = edges(settings)

  const name = 'restaker'
  const signer = createSigner({ name, publicClient, walletClient, clock, log, metrics, ...sending })
  const readLots = lotReader(publicClient, addresses, fromBlock)
  let layout: Layout | undefined
  let rungAt = 0n
  let harvested: bigint | undefined

  async function tick(signal: AbortSignal) {
    const head = await publicClient.getBlock()
    const dues = await readDues(head, signal)
    const { steps } = await look(head, dues)
    if (steps.length > 0) await advance(dues, signal)
    if (dues) harvested = head.timestamp
  }

  async function look(head: { number: bigint; timestamp: bigint }, dues: readonly Due[] = []) {
    layout ??= await readLayout(publicClient, addresses, head)
    const [situation, lots] = await Promise.all([
      observe(publicClient, { addresses, layout, head }),
      readLots(head),
    ])
    report(situation, metrics)
    const planned = planFor(situation, { dues, lots }, { ...options, ...paces, rungAt })
    const steps = await admit(publicClient, { addresses, head, situation, steps: planned })
    return { situation, steps }
  }

  async function advance(dues: readonly Due[] | undefined, signal: AbortSignal) {
    let tipped = false

    async function plan(head: Head) {
      const { situation, steps } = await look(head, dues)
      const { pot, vault } = situation
      tipped = toAssetsDown(pot / tipPart, vault.assets, vault.supply) >= minTip
      return steps
    }

    async function prepared(head: Head, step: Step) {
      try {
        return await perform(publicClient, { addresses, by: signer, head, step, tipped })
      } catch (error) {
        if (error instanceof RefusedError && error.error === 'RungLaid')
          rungAt = (head.timestamp / day + 1n) * day
        throw error
      }
    }

    await work({ signer, log, plan, perform: prepared, halve: () => undefined, signal })
  }

  /** Once in a while, what each delegator can claim; nothing if it isn't time, or nobody can tell. */
  async function readDues(
    { timestamp, number }: { timestamp: bigint; number: bigint },
    signal: AbortSignal,
  ) {
    const rested = harvested === undefined || timestamp - harvested >= BigInt(harvest)
    if (!claims || !rested) return undefined
    layout ??= await readLayout(publicClient, addresses, { number })
    try {
      const found = await Promise.all(
        layout.delegators.map(({ account }) => claims(account, signal)),
      )
      return found.flatMap((claim, index): Due[] => (claim ? [{ index, claim }] : []))
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error
      log.warn({ daemon: name, reason: error.message }, 'no claims')
      return undefined
    }
  }

  return toDaemon({ name, tick })
}

export declare namespace createRestaker {
  type Settings = Omit<DaemonSettings<LiquidAddresses, never>, 'beacon'> & {
    /** where rewards are proven; without it, none are claimed */
    claims?: Claims
    options?: Options
  }
  type Options = Sending &
    Partial<Omit<Plan, 'cadence' | 'patience' | 'rungAt'>> & {
      /** seconds between two rounds that nobody waits for */
      cadence?: number
      /** seconds that an open round waits for validators' proofs */
      patience?: number
      /** seconds between two looks at what can be claimed */
      harvest?: number
      /** tips that are worth less aren't worth the detour */
      minTip?: Wei
      /** of the auction's deployment */
      fromBlock?: bigint
    }
}
